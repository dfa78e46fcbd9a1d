"""The papers of a letter come back opened."""

from uuid import UUID

from feedback.apologies.queries import letter_files
from tests.apologies.conftest import World


def test_the_copy_is_attached_under_its_name(world: World) -> None:
    world.approved(applicant={"name": "Nguyễn Thị Mẫu", "email": "mau@example.vn"})
    (letter,) = world.letters()
    with world.store.database.read() as session:
        (file,) = letter_files(session, [UUID(each) for each in letter.document_ids], world.store.sealer)
    assert file.name == "Phiếu xin lỗi 01-PXL (bản thông tin).pdf"
    assert file.content.startswith(b"%PDF")
