"""Writing notes, and that nothing else happens to them."""

import ast
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import feedback
from feedback.audit.actions import note
from feedback.audit.tables import AuditNote
from feedback.foundation.actors import Actor

PACKAGE = Path(feedback.__file__).parent


def write(session, now, **more):
    values: dict[str, Any] = {"verb": "thing.do", "object_kind": "thing", "object_id": 7, "object_label": "Vật mẫu"}
    note(session, actor=Actor("Người Mẫu", account_id=3), now=now, **values | more)
    session.flush()


def test_a_note_tells_who_did_what_to_what_when_by_its_own_labels(session, now):
    write(session, now, unit_id=5, unit_path="Tỉnh / Xã", detail={"before": 1, "after": 2})
    row = session.scalars(select(AuditNote)).one()
    assert (row.actor_id, row.actor_name, row.verb) == (3, "Người Mẫu", "thing.do")
    assert (row.object_kind, row.object_id, row.object_label) == ("thing", "7", "Vật mẫu")
    assert (row.unit_id, row.unit_path, row.at) == (5, "Tỉnh / Xã", now)
    assert row.detail == {"before": 1, "after": 2}


def test_a_note_falls_with_the_deed_it_tells_of(database, now):
    def deed(session):
        write(session, now)
        raise RuntimeError("the deed fails")

    with pytest.raises(RuntimeError):
        database.run(deed)
    with database.read() as session:
        assert session.scalars(select(AuditNote)).all() == []


def names_of_notes_changed(tree):
    """Calls of update(AuditNote), delete(AuditNote) or session.delete on one, by line."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in {"update", "delete", "merge"}
        and any(isinstance(each, ast.Name) and each.id == "AuditNote" for each in ast.walk(node))
    ]


def test_nothing_in_the_product_changes_or_removes_a_note():
    found = {
        path.relative_to(PACKAGE).as_posix(): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := names_of_notes_changed(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert found == {}


def test_only_the_audit_slice_touches_the_table():
    users = {
        path.relative_to(PACKAGE).parts[0]
        for path in PACKAGE.rglob("*.py")
        if "AuditNote" in path.read_text(encoding="utf-8")
    }
    assert users <= {"audit"}


def test_the_guard_bites():
    assert names_of_notes_changed(ast.parse("session.execute(delete(AuditNote).where(AuditNote.id < 9))")) == [1]
    assert names_of_notes_changed(ast.parse("update(AuditNote).values(verb='x')")) == [1]
