"""A deed on a notice is found in the audit trail by the notice's number and its file's code."""

from sqlalchemy import select

from feedback.apologies.actions.noting import note_notice
from feedback.apologies.queries import get_notice, read_notice
from feedback.audit.tables import AuditNote
from feedback.foundation.actors import SYSTEM
from tests.apologies.conftest import MORNING, World


def test_a_note_names_number_and_file_unless_told_otherwise(world: World) -> None:
    notice = world.approved()
    for label in (None, "của riêng"):
        world.run(
            lambda session, label=label: note_notice(
                session, get_notice(session, notice), SYSTEM, MORNING, "apology.hand_over", {"way": "mail"}, label=label
            )
        )
    with world.store.database.read() as session:
        wanted = select(AuditNote).where(AuditNote.verb == "apology.hand_over").order_by(AuditNote.id)
        *_, first, second = session.scalars(wanted)
        row = read_notice(session, notice)
    assert (first.object_kind, first.object_id, first.unit_id) == ("apology", str(notice), row.unit_id)
    assert first.object_label.endswith(world.line(notice).code)
    assert str(row.number) in first.object_label
    assert second.object_label == "của riêng"
    assert first.detail == {"way": "mail"}
