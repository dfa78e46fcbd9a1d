"""What loading a reference file did, in lines for people and in one JSON document for machines."""

from collections.abc import Iterator, Sequence
from typing import Any

from feedback.organisation.rules import OUTCOME_WORDS, Change, Outcome

FACT_WORDS = {
    "day": "ngày",
    "kind": "loại ngày",
    "name": "tên",
    "is_working": "làm việc",
    "sessions": "giờ làm việc",
    "pair_date": "ngày đổi",
    "status": "tình trạng",
    "confidence": "mức tin",
    "source": "nguồn",
    "note": "ghi chú",
    "field": "lĩnh vực",
    "level": "cấp",
    "limit": "thời hạn",
    "limit_max": "thời hạn dài nhất",
    "portal_number": "số ghi trên cổng",
    "time_text": "thời hạn ghi trên cổng",
    "time_evidence": "câu trích về thời hạn",
    "decision": "quyết định công bố",
    "implementer": "cơ quan thực hiện",
    "fee_text": "phí, lệ phí",
}


def tell_changes(changes: Sequence[Change]) -> Iterator[str]:
    """How many of each outcome, then each row that is not as before with its facts before and after."""
    counts = count_outcomes(changes)
    yield "; ".join(f"{OUTCOME_WORDS[outcome]}: {n}" for outcome, n in counts.items() if n) or "File không có dòng nào."
    for change in _moved(changes):
        yield f"- dòng {change.row}, {OUTCOME_WORDS[change.outcome]}: {change.label}"
        for each in change.differences:
            yield f"    {FACT_WORDS.get(each.fact, each.fact)}: {each.before} → {each.after}"


def changes_as_json(changes: Sequence[Change]) -> dict[str, Any]:
    """The same for a machine: a count for each outcome, and `changes` with the rows that are not as before."""
    rows = [
        {
            "row": each.row,
            "label": each.label,
            "outcome": each.outcome.value,
            "differences": {one.fact: [one.before, one.after] for one in each.differences},
        }
        for each in _moved(changes)
    ]
    return {outcome.value: n for outcome, n in count_outcomes(changes).items()} | {"changes": rows}


def count_outcomes(changes: Sequence[Change]) -> dict[Outcome, int]:
    """How many rows had which outcome."""
    return {outcome: sum(change.outcome is outcome for change in changes) for outcome in Outcome}


def _moved(changes: Sequence[Change]) -> list[Change]:
    return [change for change in changes if change.outcome is not Outcome.UNCHANGED]
