"""What a load did, told."""

from feedback.organisation.rules import Change, Difference, Outcome
from feedback.working_calendar.rules.changes import changes_as_json, count_outcomes, tell_changes

CHANGES = [
    Change("", 2, "1.000720 Thủ tục A", Outcome.UNCHANGED),
    Change("", 3, "1.000721 Thủ tục B", Outcome.CHANGED, (Difference("limit", "3 ngày làm việc", "2 ngày làm việc"),)),
]


def test_only_what_is_not_as_before_is_told_row_by_row():
    assert list(tell_changes(CHANGES)) == [
        "thay đổi: 1; giữ nguyên: 1",
        "- dòng 3, thay đổi: 1.000721 Thủ tục B",
        "    thời hạn: 3 ngày làm việc → 2 ngày làm việc",
    ]
    assert list(tell_changes([])) == ["File không có dòng nào."]


def test_a_machine_reads_the_same():
    document = changes_as_json(CHANGES)
    assert (document["changed"], document["unchanged"], document["new"]) == (1, 1, 0)
    assert [row["row"] for row in document["changes"]] == [3]
    assert count_outcomes(CHANGES)[Outcome.CHANGED] == 1
