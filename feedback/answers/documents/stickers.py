"""Sheets of labels for the giấy hẹn: A4, three by eight of 70 × 37 mm, each with a code that counts one answer."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from feedback.answers.actions.codes import issue_stickers
from feedback.answers.queries.codes import kept_hash
from feedback.answers.rules.codes import RANDOM_BYTES, check_day, code_address, shown_address, token_from
from feedback.collection_points.rules import check_printable
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.foundation.documents import compile_pdf, qr_svg
from feedback.foundation.engine import Store
from feedback.foundation.words import day as day_words
from feedback.organisation.queries import get_unit

PER_SHEET = 24


def print_stickers(store: Store, *, actor: Actor, now: datetime, unit_id: int, day: date, count: int) -> bytes:
    """New codes of a unit and day, kept as hashes and set as labels: the tokens exist on this paper alone.

    Invalid for too many, for a day too far off, and where the codes would lead to this machine only.
    """
    site = store.settings
    check_printable(url=site.url, is_loopback=site.url_is_loopback, demo=site.demo)
    check_day(day, local_day(now))
    with store.database.read() as session:
        unit_name = get_unit(session, unit_id).name
    tokens = [token_from(secrets.token_bytes(RANDOM_BYTES)) for _ in range(count)]
    hashes = [kept_hash(store.sealer, token) for token in tokens]
    expires_on = store.database.run(
        lambda session: issue_stickers(session, actor=actor, now=now, unit_id=unit_id, day=day, hashes=hashes)
    )
    return stickers_pdf(
        tokens, unit_name=unit_name, expires_on=expires_on, base_url=site.url, sample=site.demo, now=now
    )


def stickers_pdf(
    tokens: Sequence[str], *, unit_name: str, expires_on: date, base_url: str, sample: bool, now: datetime
) -> bytes:
    """One label per token, in this order, on as few sheets as they need. `sample` prints “MẪU” on each."""
    data = {
        "unit": unit_name,
        "until": f"Dùng đến hết ngày {day_words(expires_on)}",
        "sample": sample,
        "labels": [_label(token, base_url) for token in tokens],
    }
    return compile_pdf("stickers", data, timestamp=now)


def _label(token: str, base_url: str) -> dict[str, Any]:
    address = code_address(base_url, token)
    front, _, code = shown_address(address).rpartition("/")
    # Not from the cache of qr_svg: a process must not keep ballots in memory after printing them.
    return {"front": f"{front}/", "code": code, "qr": qr_svg.__wrapped__(address)}
