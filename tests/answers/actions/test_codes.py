"""One code, one answer, however many try at once; and afterwards nothing leads from the answer to the file."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from feedback.answers.actions import settle
from feedback.answers.actions.codes import CodeSpent, forget_old_codes, hand_in_once, issue_apology_code
from feedback.answers.queries.codes import kept_hash
from feedback.answers.rules.sheets import Outcome
from feedback.answers.tables import OneTimeCode, Sheet
from feedback.foundation.clock import local_day
from feedback.foundation.database import Database
from feedback.foundation.sealing import Sealer
from feedback.organisation.tables import Unit
from feedback.records.tables import Record
from feedback.schema import METADATA
from tests.answers.codes import FIELD, Codes, issue, token
from tests.answers.samples import Place, a_sheet
from tests.factories import Factory

MINUTE = timedelta(minutes=1)


@pytest.fixture
def codes(database: Database, sealer: Sealer, now: datetime) -> Codes:
    return database.run(lambda session: issue(session, sealer, now))


def tap(database: Database, codes: Codes, known: str, now: datetime, *, number: int = 1, face: int = 4) -> Outcome:
    place = Place(codes.unit_id, 0, codes.version_id)
    sheet = a_sheet(place, now, number, counter_id=None)
    day = local_day(now)
    done = database.run(
        lambda session: hand_in_once(session, sheet=sheet, code_hash=known, overall=face, now=now, day=day)
    )
    return done.outcome


def every_row(database: Database) -> dict[str, list[dict[str, Any]]]:
    with database.read() as session:
        return {
            table.name: [dict(row._mapping) for row in session.execute(select(table))]
            for table in METADATA.sorted_tables
        }


def test_two_different_sheets_at_once_leave_exactly_one(
    database: Database, codes: Codes, sealer: Sealer, now: datetime
):
    known = kept_hash(sealer, codes.apology)

    def one(number: int) -> str:
        try:
            return tap(database, codes, known, now, number=number)
        except CodeSpent:
            return "spent"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(one, range(1, 9)))
    assert sorted(outcomes) == [Outcome.COUNTED, *["spent"] * 7]
    with database.read() as session:
        assert len(session.scalars(select(Sheet)).all()) == 1


def test_one_sheet_at_once_from_many_threads_is_counted_once(
    database: Database, codes: Codes, sealer: Sealer, now: datetime
):
    known = kept_hash(sealer, codes.stickers[0])
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: tap(database, codes, known, now), range(8)))
    assert sorted(outcomes) == [Outcome.COUNTED, *[Outcome.SAME] * 7]


def test_an_apologys_code_is_used_and_forgotten_in_the_commit_that_stores_the_answer(
    database: Database, codes: Codes, sealer: Sealer, now: datetime
):
    before = every_row(database)
    tap(database, codes, kept_hash(sealer, codes.apology), now)
    after = every_row(database)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"sheet", "one_time_code"}
    (sheet,) = after["sheet"]
    assert (sheet["channel"], sheet["field"], sheet["stage"], sheet["lateness"], sheet["counter_id"]) == (
        "code",
        FIELD,
        "after_apology",
        "late_apologised",
        None,
    )
    old, new = ({row["hash"]: row for row in rows["one_time_code"]} for rows in (before, after))
    (used,) = [row for key, row in new.items() if row != old[key]]
    assert used == old[used["hash"]] | {"used": True, "record_id": None}


def values_of(row: dict[str, Any]) -> set[str]:
    """What a row holds, each value as text and, for ids, without its dashes; JSON by its leaves."""
    return {str(leaf).replace("-", "") for value in row.values() for leaf in leaves(value)}


def leaves(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in leaves(each)] + list(value)
    if isinstance(value, list):
        return [leaf for each in value for leaf in leaves(each)]
    return [value]


def test_nothing_in_any_row_of_any_table_links_the_answer_and_the_file(
    database: Database, sealer: Sealer, now: datetime
):
    """The file bears an id, a code and moments that stand nowhere by chance; so does the answer."""
    file_id, tapped = 777_001, now + timedelta(minutes=3, seconds=7, microseconds=123_457)

    def furnish(session: Any) -> Codes:
        codes = issue(session, sealer, now)
        record = Factory(session).record(
            session.get_one(Unit, codes.unit_id),
            id=file_id,
            code="H50.41.01-261102-7701",
            stated_due_at=now - timedelta(hours=5, minutes=11),
            received_at=now - timedelta(days=9, minutes=17),
        )
        known = kept_hash(sealer, "kmqb27xd9ftw4")
        issue_apology_code(session, record_id=record.id, unit_id=codes.unit_id, code_hash=known, day=local_day(now))
        return codes

    codes, known = database.run(furnish), kept_hash(sealer, "kmqb27xd9ftw4")
    held = {str(file_id), "H50.41.012611027701"}
    assert {name for name, rows in every_row(database).items() for row in rows if str(file_id) in values_of(row)} == {
        "record",
        "one_time_code",
    }
    tap(database, codes, known, tapped, number=99)
    rows = every_row(database)
    (sheet,) = rows["sheet"]
    mine = {str(sheet["id"]).replace("-", ""), sheet["receipt"], known, "kmqb27xd9ftw4"}
    moments = {str(sheet[name]).replace("-", "") for name in ("opened_at", "first_at", "last_at")}
    for name, found in rows.items():
        for row in found:
            values = values_of(row)
            assert not (held & values and (mine | moments) & values), name
            if name != "record":
                assert str(file_id) not in values, name
            if name != "sheet":
                assert not moments & values, name
            if name not in ("sheet", "one_time_code"):
                assert not mine & values, name
    (code,) = [row for row in rows["one_time_code"] if row["hash"] == known]
    assert not values_of(sheet) & {known}
    assert code["record_id"] is None


def test_the_moments_of_the_answer_are_cut_to_the_hour_like_any_other(
    database: Database, codes: Codes, sealer: Sealer, now: datetime
):
    tap(database, codes, kept_hash(sealer, codes.apology), now + 7 * MINUTE)
    database.run(lambda session: settle(session, now=now + 20 * MINUTE))
    with database.read() as session:
        sheet = session.scalars(select(Sheet)).one()
    assert (sheet.opened_at, sheet.first_at, sheet.last_at) == (None, now, now)


def test_no_page_of_the_file_keeps_an_emptied_link(database: Database, sealer: Sealer, now: datetime):
    """SQLite overwrites what was emptied; the write-ahead log holds the old page until it is folded in."""
    if not database.on_sqlite:
        return
    file, tokens = Path(str(database.engine.url.database)), [token(500 + number) for number in range(40)]
    rare = {kept_hash(sealer, each): 0x5EEDC000 + 7 * number for number, each in enumerate(tokens)}

    def furnish(session: Any) -> Codes:
        codes = issue(session, sealer, now)
        make, unit = Factory(session), session.get_one(Unit, codes.unit_id)
        for record_id in rare.values():
            make.record(unit, id=record_id, code=f"H50.41.01-261102-{record_id % 10_000:04d}")
        return codes

    def times_written() -> list[int]:
        _fold_in(database)
        content = file.read_bytes()
        return [content.count(record_id.to_bytes(4, "big")) for record_id in rare.values()]

    codes = database.run(furnish)
    without = times_written()
    for known, record_id in rare.items():
        link = {"record_id": record_id, "unit_id": codes.unit_id, "code_hash": known, "day": local_day(now)}
        database.run(lambda session, link=link: issue_apology_code(session, **link))
    assert times_written() == [count + 2 for count in without], "each in its row and in the index"
    for number, known in enumerate(rare):
        tap(database, codes, known, now, number=number + 1)
    assert times_written() == without


def _fold_in(database: Database) -> None:
    """Through the program's own library: a second one in a process would break the first one's locks."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA query_only=0")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("PRAGMA query_only=1")
        connection.exec_driver_sql("BEGIN")


def test_neither_place_nor_transaction_tells_which_code_an_answer_used(
    database: Database, codes: Codes, sealer: Sealer, now: datetime
):
    """SQLite lays codes down by hash; in PostgreSQL settling takes the answer out of the code's transaction."""
    tap(database, codes, kept_hash(sealer, codes.apology), now)
    if database.on_sqlite:
        with database.read() as session:
            made = session.execute(text("SELECT sql FROM sqlite_master WHERE name = 'one_time_code'")).scalar_one()
        assert "WITHOUT ROWID" in made
        return
    same = text("SELECT count(*) FROM sheet JOIN one_time_code ON sheet.xmin = one_time_code.xmin")
    with database.read() as session:
        assert session.execute(same).scalar_one() == 1
    database.run(lambda session: settle(session, now=now + 11 * MINUTE))
    with database.read() as session:
        assert session.execute(same).scalar_one() == 0


def test_a_code_whose_time_is_over_counts_nothing(database: Database, codes: Codes, sealer: Sealer, now: datetime):
    late = now + timedelta(days=61)
    with pytest.raises(CodeSpent):
        tap(database, codes, kept_hash(sealer, codes.apology), late)
    with database.read() as session:
        assert session.scalars(select(Sheet)).all() == []
        assert session.get_one(OneTimeCode, kept_hash(sealer, codes.apology)).record_id == codes.record_id


def test_old_codes_forget_their_file_and_are_gone_a_year_later(
    database: Database, codes: Codes, sealer: Sealer, now: datetime
):
    last = date(2027, 1, 19)
    assert database.run(lambda session: forget_old_codes(session, today=last)) == 0
    assert database.run(lambda session: forget_old_codes(session, today=last + timedelta(days=1))) == 1
    with database.read() as session:
        assert session.get_one(OneTimeCode, kept_hash(sealer, codes.apology)).record_id is None
        assert session.get(Record, codes.record_id) is not None
    assert database.run(lambda session: forget_old_codes(session, today=last + timedelta(days=366))) == 4
    with database.read() as session:
        assert session.scalars(select(OneTimeCode)).all() == []


def test_the_same_notice_again_changes_nothing(database: Database, codes: Codes, sealer: Sealer, now: datetime):
    known = kept_hash(sealer, codes.apology)
    again = {"record_id": codes.record_id, "unit_id": codes.unit_id, "code_hash": known, "day": local_day(now)}
    tap(database, codes, known, now)
    database.run(lambda session: issue_apology_code(session, **again))
    with database.read() as session:
        code = session.get_one(OneTimeCode, known)
    assert (code.used, code.record_id) == (True, None)
