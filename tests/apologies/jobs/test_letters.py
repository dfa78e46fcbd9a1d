"""Letters to citizens: opened at sending, once, with the marked copy."""

import email
import email.policy
from datetime import datetime

from feedback.apologies.jobs import follow_deliveries, message_handler, notice_handler
from feedback.apologies.queries import read_notice
from feedback.apologies.queries.deliveries import MAIL, MESSAGE
from feedback.apologies.queries.history import list_history
from feedback.outbox.jobs import deliver_due
from feedback.outbox.rules import Delivery
from feedback.records.tables import RecordApplicant
from tests.apologies.conftest import MORNING, World
from tests.fake_gateway import KEY, gateway_served

CITIZEN = {"name": "Nguyễn Thị Mẫu", "identity": "045000000001", "email": "mau@example.vn"}


def deliver(world: World) -> dict[str, int]:
    return deliver_due(world.store.database, {MAIL: notice_handler(world.store)}, MORNING)


def test_the_letter_reaches_the_address_of_the_file_with_the_marked_copy(world: World) -> None:
    world.approved(applicant=CITIZEN)
    assert deliver(world) == {"sent": 1}
    (path,) = world.store.settings.mail_dir.iterdir()
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert letter["To"].addresses[0].addr_spec == "mau@example.vn"
    assert letter["Message-ID"] == world.letters()[0].message_id
    (file,) = letter.iter_attachments()
    assert "bản thông tin" in str(file.get_filename())
    assert file.get_content().startswith(b"%PDF")


def test_an_address_that_is_gone_at_sending_time_needs_no_letter(world: World) -> None:
    notice = world.approved(applicant=CITIZEN)
    record = world.line(notice).record_id
    world.run(lambda session: session.delete(session.get_one(RecordApplicant, record)))
    assert deliver(world) == {"needless": 1}


def test_an_address_that_is_none_becomes_a_task_and_not_a_loop(world: World) -> None:
    world.approved(applicant=CITIZEN | {"email": "không có"})
    assert deliver(world) == {"failed": 1}
    assert len(world.tasks("outbox.failed")) == 1


def test_the_letter_leaves_once_however_often_the_job_runs(world: World) -> None:
    world.approved(applicant=CITIZEN)
    assert [deliver(world) for _ in range(3)] == [{"sent": 1}, {}, {}]
    assert len(list(world.store.settings.mail_dir.iterdir())) == 1


def test_a_letter_queued_before_a_withdrawal_never_leaves(world: World) -> None:
    first = world.approved(applicant=CITIZEN)
    (letter,) = world.letters()
    world.approve(world.take_back(first))
    assert deliver(world) == {"sent": 1, "needless": 1}
    (path,) = world.store.settings.mail_dir.iterdir()
    assert str(letter.message_id) not in path.read_text()
    with world.store.database.read() as session:
        lines = list_history(session, world.store.sealer, read_notice(session, first))
    assert "không cần gửi" in [line.what for line in lines]


def test_a_message_queued_before_a_withdrawal_never_leaves(world: World) -> None:
    with gateway_served() as gateway:
        changes = {"gateway_url": gateway.url, "gateway_key": KEY, "gateway_channels": "sms"}
        world.store.settings = world.store.settings.model_copy(update=changes)
        first = world.approved(applicant={"name": "Hồ Thị Mẫu", "identity": "045000000001", "phone": "0912345678"})
        follow_deliveries(world.store, MORNING, "")
        back = world.take_back(first)
        handler = message_handler(world.store)

        def withdrawn_between_lease_and_sending(delivery: Delivery, now: datetime) -> None:
            world.approve(back)
            handler(delivery, now)

        turn = {MESSAGE: withdrawn_between_lease_and_sending}
        assert deliver_due(world.store.database, turn, MORNING) == {"needless": 1}
        assert deliver_due(world.store.database, {MESSAGE: handler}, MORNING) == {}
        assert gateway.taken == {}
