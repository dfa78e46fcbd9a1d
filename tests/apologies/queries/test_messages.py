"""The words of a message, from the notice."""

from feedback.apologies.queries import read_notice
from feedback.apologies.queries.messages import message_source, message_text
from tests.apologies.conftest import World


def test_a_message_names_unit_file_and_new_date_and_nobody(world: World) -> None:
    notice = world.approved(applicant={"name": "Nguyễn Thị Mẫu", "phone": "0912345678"})
    with world.store.database.read() as session:
        row = read_notice(session, notice)
        text = message_text(session, row, "sms", world.store.sealer, "")
    assert "30/11/2026" in text
    assert world.line(notice).code in text
    assert "Nguy" not in text


def test_the_words_have_their_source() -> None:
    assert "NĐ 61/2018" in message_source()
