"""Setting something."""

from feedback.audit.queries import NoteFilter, list_notes
from feedback.foundation.actors import SYSTEM
from feedback.organisation.actions import set_setting
from feedback.organisation.queries import get_setting


def test_a_setting_is_set_changed_and_noted_with_before_and_after(session, make, now):
    unit = make.unit("Xã Mẫu")
    for value in ("14:00", "15:00"):
        set_setting(session, actor=SYSTEM, now=now, unit_id=unit.id, key="cut_off", value=value, source="QĐ mẫu")
    session.flush()
    assert get_setting(session, unit.id, "cut_off", None) == "15:00"
    notes = list_notes(session, NoteFilter(unit_ids=None, verb="organisation.set"))
    assert notes[0].detail == {"before": "14:00", "after": "15:00", "source": "QĐ mẫu"}
    assert notes[0].unit_path == "Xã Mẫu"


def test_a_setting_for_everybody_is_one_row_however_often_it_is_set(session, now):
    for value in (1, 2):
        set_setting(session, actor=SYSTEM, now=now, unit_id=None, key="days", value=value, source="")
        session.flush()
    assert get_setting(session, None, "days", None) == 2
