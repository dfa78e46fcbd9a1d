"""The invented province stands whole: heads, counters with codes, accounts with their reach."""

from __future__ import annotations

from datetime import UTC, datetime

from feedback.accounts.queries import find_account
from feedback.collection_points.queries import list_counters_without_code
from feedback.demo.actions.people import build_people
from feedback.demo.rules import AGENCY, AREA, SIGN_INS, communes
from feedback.foundation.clock import local_day
from feedback.foundation.engine import Store
from feedback.organisation.queries import area_ids, find_head, get_unit

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def test_the_province_stands_whole(store: Store):
    units = build_people(store, NOW)
    with store.database.read() as session:
        for commune in communes():
            unit = get_unit(session, units[commune.code])
            assert unit.is_sample
            assert unit.name == commune.name
            assert find_head(session, unit.id, local_day(NOW)) is not None
        assert find_head(session, units[AGENCY[0]], local_day(NOW)) is not None
        assert area_ids(session, units[AREA[0]]) == {units[each.code] for each in communes()}
        assert list_counters_without_code(session, local_day(NOW), None) == []
        for login, name, _, _ in SIGN_INS:
            account = find_account(session, login)
            assert account is not None
            assert (account.person_name, account.is_sample) == (name, True)
