from __future__ import annotations

import pytest
from sqlalchemy import select

from feedback.audit.tables import AuditNote
from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Invalid, NotFound
from feedback.foundation.spreadsheets import Book, open_book
from feedback.records.actions.mappings import NO_TITLES, forget_mapping, look_at, save_mapping
from feedback.records.rules import DateOrder, Role, State
from tests.records.reference import AS_OF, load

STRANGE = "Số BN;Mã TT;Ngày nộp;TT HS\nH50.41.03-260705-0001;1.004873;05/07/2026 08:30;Bước 3/5\n".encode()
ROLES = {"so bn": Role.CODE, "ma tt": Role.PROCEDURE_CODE, "ngay nop": Role.RECEIVED, "tt ho so": Role.STATUS}


def save(session, **other):
    said = {
        "name": " Một cửa\u00a0tỉnh ",
        "unit_id": None,
        "looked": look_at(session, open_book(STRANGE)),
        "roles": ROLES,
        "order": DateOrder.DAY_FIRST,
        "statuses": {"Bước 3/5": State.RECEIVED},
        **other,
    }
    return save_mapping(session, actor=SYSTEM, now=AS_OF, **said)


def test_what_is_said_is_kept_clean_and_noted(session):
    saved = save(session)
    assert (saved.name, saved.version) == ("Một cửa tỉnh", 1)
    assert saved.state_of("BƯỚC 3/5") is State.RECEIVED
    notes = session.scalars(select(AuditNote).where(AuditNote.verb == "records.save_mapping")).all()
    assert [note.object_label for note in notes] == ["Một cửa tỉnh, phiên bản 1"]


def test_the_same_again_is_no_new_version_and_anything_else_is(session):
    first = save(session)
    assert save(session) == first
    assert save(session, statuses={}).version == 2
    assert save(session, order=DateOrder.MONTH_FIRST).version == 3


def test_what_was_said_is_filled_in_when_the_same_titles_come_again(session):
    load(session)
    guessed = look_at(session, open_book(STRANGE))
    assert guessed.roles["so bn"] is Role.CODE
    save(session, roles=ROLES | {"tt ho so": Role.FIELD})
    assert look_at(session, open_book(STRANGE)).roles["tt ho so"] is Role.FIELD
    more = STRANGE.replace(b"TT HS", b"Ghi;TT HS").replace("Bước".encode(), "x;Bước".encode())
    assert look_at(session, open_book(more)).roles["tt ho so"] is Role.FIELD, "one column more"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "tên phần mềm"),
        ({"roles": {}}, "mã hồ sơ, ngày tiếp nhận, mã hoặc tên thủ tục"),
        ({"roles": ROLES | {"khac": Role.CODE}}, "Hai cột"),
    ],
)
def test_what_no_register_could_be_read_with_is_refused(session, wrong, said):
    with pytest.raises(Invalid, match=said):
        save(session, **wrong)


def test_a_file_without_titles_is_refused(session):
    with pytest.raises(Invalid, match=NO_TITLES[:30]):
        look_at(session, open_book(b"1;2\n3;4\n"))
    with pytest.raises(Invalid, match=NO_TITLES[:30]):
        look_at(session, Book("xlsx", ()))


def test_only_what_is_in_use_can_be_given_up(session):
    saved = save(session)
    forget_mapping(session, actor=SYSTEM, now=AS_OF, mapping_id=saved.id)
    with pytest.raises(NotFound):
        forget_mapping(session, actor=SYSTEM, now=AS_OF, mapping_id=saved.id)
    assert save(session).version == 2, "numbers are never used twice"
