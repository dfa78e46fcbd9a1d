"""What the tables promise by themselves."""

from sqlalchemy import Table, UniqueConstraint

from feedback.schema import METADATA


def table(name: str) -> Table:
    return METADATA.tables[name]


def test_work_and_tasks_are_unique_by_kind_and_subject_and_turns_by_job_and_slot() -> None:
    for name in ("work_item", "task"):
        unique = [each for each in table(name).constraints if isinstance(each, UniqueConstraint)]
        assert {"kind", "subject"} in [set(each.columns.keys()) for each in unique]
    assert [column.name for column in table("job_slot").primary_key] == ["job", "slot"]
