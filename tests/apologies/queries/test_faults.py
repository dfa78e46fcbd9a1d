"""Which file has an open letter, and what its letters name."""

from feedback.apologies import queries
from feedback.apologies.rules import Kind
from tests.apologies.conftest import World

HAPPENED = "bản chính giấy khai sinh nộp ngày 02/11"


def test_a_letter_is_open_until_it_is_approved(world: World) -> None:
    record = world.file()
    assert world.run(lambda session: queries.find_open_letter(session, record)) is None
    with world.store.database.read() as session:
        assert queries.next_fault_turn(session, record) == queries.FIRST_FAULT
    letter = world.fault_letter(record)
    again = world.add_fault(record, Kind.WRONG_RESULT, "trích lục ghi sai năm sinh")
    found = world.run(lambda session: queries.find_open_letter(session, record))
    assert found is not None
    assert found.id == again != letter
    with world.store.database.read() as session:
        assert queries.next_fault_turn(session, record) == queries.FIRST_FAULT + 2
        assert [(each.kind, each.happened) for each in queries.list_faults(session, letter)] == [
            (Kind.LOST_PAPERS, HAPPENED)
        ]


def test_a_notice_about_lateness_or_a_withdrawal_is_no_letter(world: World) -> None:
    notice = world.approved()
    world.take_back(notice)
    record = world.line(notice).record_id
    assert world.run(lambda session: queries.find_open_letter(session, record)) is None
    with world.store.database.read() as session:
        assert queries.next_fault_turn(session, record) == queries.FIRST_FAULT
