"""The same numbers counted again, by plain SQL over the rows: what a stranger with the database would write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from feedback.foundation.clock import at_local
from feedback.foundation.database import Moment
from feedback.reports.rules.weeks import Period

ANSWERS = """
SELECT count(*) AS n, coalesce(sum(CASE WHEN overall IN (4, 5) THEN 1 ELSE 0 END), 0) AS part,
       coalesce(sum(CASE WHEN CAST(flags AS TEXT) <> '[]' THEN 1 ELSE 0 END), 0) AS flagged
FROM sheet WHERE unit_id IN :ids AND observed_day BETWEEN :first AND :last
"""
TRANSACTIONS = """
SELECT count(*) AS n FROM record
WHERE receiving_unit_id IN :ids AND state <> 'not_yet_received'
  AND ((received_at >= :start AND received_at < :end) OR (finished_at >= :start AND finished_at < :end))
"""
FILES = """
SELECT
  sum(CASE WHEN done AND due IS NOT NULL AND ended <= due AND NOT twice THEN 1 ELSE 0 END) AS done_in_time,
  sum(CASE WHEN done AND due IS NOT NULL AND (ended > due OR twice) AND NOT unknown THEN 1 ELSE 0 END) AS done_late,
  sum(CASE WHEN open AND due IS NOT NULL AND due >= compared AND NOT twice THEN 1 ELSE 0 END) AS open_in_time,
  sum(CASE WHEN open AND due IS NOT NULL AND (due < compared OR twice) THEN 1 ELSE 0 END) AS open_overdue,
  sum(CASE WHEN (done OR open) AND usual AND due IS NULL AND computed IS NULL THEN 1 ELSE 0 END) AS no_due,
  sum(CASE WHEN due IS NULL AND usual AND (done AND ended <= computed OR open AND computed >= :end)
      THEN 1 ELSE 0 END) AS computed_in_time,
  sum(CASE WHEN due IS NULL AND usual AND (done AND ended > computed OR open AND computed < :end)
      THEN 1 ELSE 0 END) AS computed_late,
  sum(CASE WHEN twice AND due IS NOT NULL AND (done AND NOT unknown OR open) THEN 1 ELSE 0 END) AS repeated
FROM (
  SELECT files.*,
         ended IS NOT NULL AND ended >= :start AND ended < :end AS done,
         ended IS NULL OR ended >= :end AS open,
         -- once the due has passed, a moment that nobody wrote down says nothing
         learnt_only AND due IS NOT NULL AND ended > due AS unknown,
         CASE WHEN waits AND since < :end THEN since ELSE :end END AS compared,
         -- without a stated due, files that wait or ended without a result stand aside; not while they still ran
         (NOT waits AND NOT ends) OR (waits AND since >= :end) OR (ends AND ended >= :end) AS usual
  FROM (
    SELECT state,
           CASE WHEN stated_due_at IS NULL THEN NULL ELSE coalesce(moved_due_at, stated_due_at) END AS due,
           coalesce(moved_due_at, computed_due_at) AS computed,
           state IN ('withdrawn', 'refused', 'stopped') AS ends,
           state IN ('withdrawn', 'refused', 'stopped') AND finished_at IS NULL AS learnt_only,
           state = 'awaiting_supplement' OR (state = 'received' AND awaiting_since IS NOT NULL) AS waits,
           coalesce(awaiting_since, paused_since) AS since,
           CASE WHEN state IN ('withdrawn', 'refused', 'stopped') THEN coalesce(finished_at, paused_since)
                ELSE finished_at END AS ended,
           requests > 1 AS twice
    FROM record
    WHERE solving_unit_id IN :ids AND received_at < :end AND state <> 'not_yet_received'
      AND NOT (state IN ('withdrawn', 'refused', 'stopped') AND finished_at IS NULL AND paused_since IS NULL)
      AND NOT (state = 'awaiting_supplement' AND coalesce(awaiting_since, paused_since) IS NULL)
  ) AS files
) AS placed
"""
APOLOGIES = """
SELECT count(*) AS owed,
       coalesce(sum(CASE WHEN approved_at <= :cut_off AND sent_in_time THEN 1 ELSE 0 END), 0) AS in_time,
       coalesce(sum(CASE WHEN approved_at <= :cut_off AND NOT sent_in_time THEN 1 ELSE 0 END), 0) AS late
FROM apology
WHERE unit_id IN :ids AND limit_at >= :start AND limit_at < :end AND state <> 'cancelled' AND kind <> 'second'
  AND created_at <= :cut_off
"""
CHANNELS = """
SELECT channel, count(*) AS n, sum(CASE WHEN overall IN (4, 5) THEN 1 ELSE 0 END) AS part
FROM sheet WHERE unit_id IN :ids AND observed_day BETWEEN :first AND :last GROUP BY channel
"""

TABLET_DAYS = """
SELECT t.name, d.day, d.recorded,
       (SELECT count(*) FROM tablet_receipt AS r WHERE r.tablet_id = t.id AND r.observed_day = d.day) AS received,
       (SELECT count(*) FROM tablet_receipt AS r
        WHERE r.tablet_id = t.id AND r.observed_day = d.day AND r.state = 'quarantined') AS apart
FROM tablet AS t JOIN tablet_day AS d ON d.tablet_id = t.id
WHERE t.unit_id IN :ids AND d.day BETWEEN :first AND :last AND d.recorded > 0
"""
TABLETS = """
SELECT t.name, t.last_seq - (SELECT count(*) FROM tablet_receipt AS r WHERE r.tablet_id = t.id) AS missing
FROM tablet AS t WHERE t.unit_id IN :ids
"""


def run(session: Session, sql: str, ids: Sequence[int], period: Period, cut_off: datetime) -> list[dict[str, Any]]:
    """Each row as a dict of plain numbers."""
    given: dict[str, Any] = {
        "ids": list(ids),
        "first": period.first,
        "last": period.last,
        "start": at_local(period.first),
        "end": at_local(period.after),
        "cut_off": cut_off,
    }
    used = {name: value for name, value in given.items() if f":{name}" in sql}
    params = [
        bindparam(name, expanding=name == "ids", type_=Moment() if isinstance(value, datetime) else None)
        for name, value in used.items()
    ]
    rows = session.execute(text(sql).bindparams(*params), used)
    return [dict(row) for row in rows.mappings()]
