"""A notice signed by the office's own key, and one that is signed elsewhere: every refusal its reason."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from feedback.apologies.actions.delivering import follow_notice
from feedback.apologies.queries.deliveries import PRINT_TASK, UPLOAD_TASK
from feedback.apologies.queries.signing import TOKEN
from feedback.apologies.rules import State
from feedback.apologies.tables import Apology
from feedback.foundation.errors import Conflict, Forbidden, Invalid
from feedback.foundation.signatures.verifying import verify_pdf
from feedback.organisation.rules.signers import SEAL
from feedback.outbox.queries import get_document
from tests.apologies.conftest import LIMIT, MORNING, World
from tests.apologies.signing import DEPUTY, DEPUTY_NAME, HEAD, OTHER, PASSPHRASE, Office
from tests.foundation.signatures import attacks
from tests.foundation.signatures.people import EXPIRED, PIN, ROOT, TRUST, authority, paper, sign, tokens

MAIL = {"name": "Nguyễn Thị Mẫu", "email": "mau@example.vn"}
LATER = MORNING + timedelta(minutes=10)


def words_of(pdf: bytes) -> str:
    """Everything a reader sees, the stamp too."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def nothing_happened(office: Office, notice_id: int) -> None:
    line = office.world.line(notice_id)
    assert (line.state, line.number, line.document_id) == (State.AWAITING, None, None)
    assert office.world.letters() == []
    assert office.world.tasks(PRINT_TASK) == []


@pytest.fixture
def ready(world: World) -> Office:
    """The head's key is uploaded, and notices are signed with it."""
    office = Office(world, "pkcs12")
    office.key(office.register())
    return office


def test_the_head_signs_by_approving_and_the_letter_carries_the_signed_paper(ready: Office, tmp_path: Path) -> None:
    notice_id = ready.prepared(applicant=MAIL)
    assert ready.approve(notice_id, PASSPHRASE) == 1
    line = ready.world.line(notice_id)
    pdf = ready.paper(notice_id, signed=True)
    assert (line.state, line.signature_way, line.signed_at) == (State.APPROVED, "pkcs12", MORNING)
    assert line.document_id == line.signed_document_id
    verdict = verify_pdf(pdf, TRUST, now=MORNING)
    assert verdict.ok, verdict.problems
    assert [each.fingerprint for each in verdict.signatures] == [HEAD.fingerprint]
    assert "BẢN THÔNG TIN" not in words_of(pdf)
    assert "Ký bởi: Trần Văn Mẫu" in words_of(pdf)
    (letter,) = ready.world.letters()
    assert [str(each) for each in letter.document_ids] == [str(line.signed_document_id)]
    (task,) = ready.world.tasks(PRINT_TASK)
    assert task.title.startswith("In và trao tại quầy")
    assert "trình ký" not in task.detail
    file = tmp_path / "phieu.pdf"
    file.write_bytes(pdf)
    said = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said


def test_a_token_signs_as_well(world: World) -> None:
    office = Office(world, "pkcs11")
    office.register()
    notice_id = office.prepared()
    with pytest.raises(Conflict, match="Chưa khai báo thiết bị ký số"):
        office.approve(notice_id, PIN)
    office.set(TOKEN, "xa-mau")
    world.store.settings = world.store.settings.model_copy(update={"sign_pkcs11_module": tokens()})
    with pytest.raises(Invalid, match="Mã PIN của thiết bị ký số không đúng"):
        office.approve(notice_id, "000000")
    nothing_happened(office, notice_id)
    assert office.approve(notice_id, PIN) == 1
    assert verify_pdf(office.paper(notice_id, signed=True), TRUST, now=MORNING).ok


@pytest.mark.parametrize(("secret", "words"), [("", "Chưa nhập"), ("sai", "Mật khẩu của khóa ký không đúng")])
def test_without_the_passphrase_nothing_is_approved(ready: Office, secret: str, words: str) -> None:
    notice_id = ready.prepared(applicant=MAIL)
    with pytest.raises(Invalid, match=words):
        ready.approve(notice_id, secret)
    nothing_happened(ready, notice_id)


def test_a_key_may_lie_in_the_data_folder_if_nobody_else_can_read_it(world: World) -> None:
    office = Office(world, "pkcs12")
    office.register()
    notice_id = office.prepared()
    with pytest.raises(Conflict, match="Chưa có khóa ký của Trần Văn Mẫu"):
        office.approve(notice_id, PASSPHRASE)
    folder = world.store.settings.signing_folder
    folder.mkdir(parents=True)
    key = folder / f"{HEAD.fingerprint[:16]}.p12"
    key.write_bytes(HEAD.p12())
    key.chmod(0o644)
    with pytest.raises(Invalid, match="chmod 600"):
        office.approve(notice_id, PASSPHRASE)
    nothing_happened(office, notice_id)
    key.chmod(0o600)
    assert office.approve(notice_id, PASSPHRASE) == 1


def test_nobody_registered_or_trusted_signs_nothing(world: World) -> None:
    office = Office(world, "pkcs12", trusted=False)
    notice_id = office.prepared()
    with pytest.raises(Conflict, match="Chưa đăng ký chứng thư số của Trần Văn Mẫu"):
        office.approve(notice_id, PASSPHRASE)
    office.key(office.register())
    with pytest.raises(Invalid, match="chưa có chứng thư gốc nào"):
        office.approve(notice_id, PASSPHRASE)
    nothing_happened(office, notice_id)


def test_a_certificate_that_ended_since_signs_nothing(world: World) -> None:
    office = Office(world, "pkcs12")
    short = ROOT.issue("Trần Văn Mẫu", 1, until=MORNING + timedelta(minutes=1))
    office.key(office.register(short), short)
    notice_id = office.prepared()
    with pytest.raises(Invalid, match="đã hết hạn"):
        office.approve(notice_id, PASSPHRASE, now=MORNING + timedelta(minutes=2))
    nothing_happened(office, notice_id)


def test_a_deputy_signs_with_their_own_key_and_the_head_still_answers(ready: Office) -> None:
    ready.delegate()
    ready.key(ready.register(OTHER, DEPUTY_NAME), OTHER)
    notice_id = ready.prepared()
    with pytest.raises(Invalid, match="Mật khẩu"):
        ready.approve(notice_id, "sai", name=DEPUTY_NAME)
    ready.approve(notice_id, PASSPHRASE, name=DEPUTY_NAME)
    said = words_of(ready.paper(notice_id, signed=True))
    for words in ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Ký bởi: Lê Thị Khác"):
        assert words in said
    with ready.world.store.database.read() as session:
        row = session.scalars(select(Apology).where(Apology.id == notice_id)).one()
        assert row.head_name == "Trần Văn Mẫu"
        assert row.signature == {"signer": DEPUTY_NAME, "lines": ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]}
    (only,) = verify_pdf(ready.paper(notice_id, signed=True), TRUST, now=MORNING).signatures
    assert only.fingerprint == OTHER.fingerprint


def test_on_paper_too_a_deputy_out_of_time_is_refused_with_the_dates(world: World) -> None:
    office = Office(world, "paper")
    office.delegate(replace(DEPUTY, valid_to=date(2026, 11, 19)))
    notice_id = office.prepared()
    with pytest.raises(Forbidden, match="đến hết 19/11/2026"):
        office.approve(notice_id, name=DEPUTY_NAME)
    nothing_happened(office, notice_id)
    office.delegate(replace(DEPUTY, valid_from=date(2026, 11, 20)))
    office.approve(notice_id, name=DEPUTY_NAME)
    assert "KT. CHỦ TỊCH" in words_of(office.paper(notice_id))


def test_a_deputy_who_signs_elsewhere_does_so_while_the_delegation_holds(world: World) -> None:
    office = Office(world, "upload")
    office.register(OTHER, DEPUTY_NAME)
    office.delegate(replace(DEPUTY, valid_to=MORNING.date()))
    notice_id = office.prepared()
    office.approve(notice_id, name=DEPUTY_NAME)
    three_days = 3 * 24 * 60
    too_late = sign(office.paper(notice_id), OTHER, at=MORNING + timedelta(minutes=three_days - 5))
    with pytest.raises(Invalid, match="ủy quyền ký của Lê Thị Khác không có hiệu lực ngày ký 23/11/2026"):
        office.upload(notice_id, too_late, minutes=three_days)
    assert world.line(notice_id).signed_document_id is None
    office.delegate(replace(DEPUTY, title="Chánh Văn phòng", valid_from=date(2026, 11, 21), valid_to=None))
    with pytest.raises(Invalid, match="không có hiệu lực ngày ký"):
        office.upload(notice_id, too_late, minutes=three_days)
    in_time = sign(office.paper(notice_id), OTHER, at=LATER)
    office.upload(notice_id, in_time, minutes=three_days)
    assert world.line(notice_id).signed_document_id is not None


@pytest.fixture
def waiting(world: World) -> tuple[Office, int]:
    """Approved, to be signed with another tool; the head's certificate is registered."""
    office = Office(world, "upload")
    office.register()
    notice_id = office.prepared(applicant=MAIL)
    office.approve(notice_id)
    return office, notice_id


def test_nothing_leaves_before_the_signed_paper_is_back(waiting: tuple[Office, int]) -> None:
    office, notice_id = waiting
    assert office.world.letters() == []
    assert office.world.tasks(PRINT_TASK) == []
    (task,) = office.world.tasks(UPLOAD_TASK)
    assert task.due_at == LIMIT
    sealer = office.world.store.sealer
    step = office.world.run(lambda session: follow_notice(session, now=LATER, notice_id=notice_id, sealer=sealer))
    assert step is None
    assert office.world.letters() == []
    assert office.world.line(notice_id).sent_in_time is None
    office.upload(notice_id, sign(office.paper(notice_id), at=LATER))
    line = office.world.line(notice_id)
    assert line.sent_in_time is True
    assert line.signature is not None
    assert line.signature["fingerprint"] == HEAD.fingerprint
    assert office.world.tasks(UPLOAD_TASK) == []
    (letter,) = office.world.letters()
    with office.world.store.database.read() as session:
        sent = get_document(session, UUID(str(letter.document_ids[0])), sealer).content
    assert sent == office.paper(notice_id, signed=True)
    assert office.world.tasks(PRINT_TASK)[0].title.startswith("In và trao tại quầy")


def forgeries(original: bytes) -> dict[str, tuple[bytes, str]]:
    good = sign(original, at=LATER)
    stranger = authority("Cơ quan chứng thực mẫu", 4).issue("Trần Văn Mẫu", 1)
    return {
        "not signed": (original, "chưa được ký"),
        "another paper": (sign(paper(), at=LATER), "không phải bản phiếu đã tải về"),
        "one byte": (attacks.flipped(good, len(original) + 200), "không|sửa"),
        "changed before": (sign(attacks.redrawn(original), at=LATER), "thêm hoặc sửa nội dung trước khi ký"),
        "changed after": (attacks.redrawn(good), "thêm hoặc sửa nội dung"),
        "a part": (attacks.signed_in_part(good, HEAD), "chỉ phủ một phần"),
        "other person": (
            sign(original, OTHER, at=LATER),
            "Lê Thị Khác không phải chứng thư đã đăng ký cho Trần Văn Mẫu",
        ),
        "expired": (sign(original, EXPIRED, at=LATER), "đã hết hạn lúc ký"),
        "false authority": (sign(original, stranger, at=LATER), "không do cơ quan chứng thực được tin cậy"),
        "before approval": (sign(original, at=MORNING - timedelta(hours=1)), "trước giờ duyệt phiếu"),
        "tomorrow": (sign(original, at=MORNING + timedelta(days=1)), "sau giờ hiện tại"),
        "no pdf": (b"PK\x03\x04", "không phải bản phiếu"),
    }


def test_every_forgery_is_refused_for_its_reason_and_nothing_leaves(waiting: tuple[Office, int]) -> None:
    office, notice_id = waiting
    for name, (content, words) in forgeries(office.paper(notice_id)).items():
        with pytest.raises(Invalid, match=words):
            office.upload(notice_id, content)
        assert office.world.letters() == [], name
        assert office.world.line(notice_id).signed_document_id is None, name


def test_the_head_of_another_unit_signs_nothing_of_ours(waiting: tuple[Office, int]) -> None:
    office, notice_id = waiting
    office.register(OTHER, "Lê Thị Khác", unit=office.world.province)
    signed = sign(office.paper(notice_id), OTHER, at=LATER)
    with pytest.raises(Invalid, match="không phải chứng thư đã đăng ký"):
        office.upload(notice_id, signed)
    good = sign(office.paper(notice_id), at=LATER)
    with pytest.raises(Forbidden):
        office.upload(notice_id, good, unit=office.world.province)


def test_a_seal_may_stand_beside_the_signature_but_not_for_it(waiting: tuple[Office, int]) -> None:
    office, notice_id = waiting
    original = office.paper(notice_id)
    seal_only = sign(original, OTHER, at=LATER)
    office.register(OTHER, "", purpose=SEAL)
    with pytest.raises(Invalid, match="chưa có chữ ký của Trần Văn Mẫu"):
        office.upload(notice_id, seal_only)
    office.upload(notice_id, attacks.signed_again(sign(original, at=LATER), OTHER, at=LATER))
    assert office.world.line(notice_id).signed_document_id is not None


def test_a_second_signed_paper_is_not_taken(waiting: tuple[Office, int]) -> None:
    office, notice_id = waiting
    signed = sign(office.paper(notice_id), at=LATER)
    office.upload(notice_id, signed)
    with pytest.raises(Conflict, match="đã có bản ký số"):
        office.upload(notice_id, signed)
    assert len(office.world.letters()) == 1


def test_a_paper_signed_too_late_is_told_as_late(waiting: tuple[Office, int]) -> None:
    office, notice_id = waiting
    office.upload(notice_id, sign(office.paper(notice_id), at=LATER), minutes=24 * 60)
    assert office.world.line(notice_id).sent_in_time is False
