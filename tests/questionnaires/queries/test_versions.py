"""Reading definitions and versions."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Invalid, NotFound
from feedback.questionnaires import actions, queries


def test_a_broken_definition_says_which_file_and_where(tmp_path: Path):
    broken = tmp_path / "hong.toml"
    broken.write_text("key = 1\nversion : 2\n")
    with pytest.raises(Invalid, match=r"hong\.toml.*line 2"):
        queries.load_definition(broken)


def test_without_a_published_version_there_is_none_in_force(session: Session):
    assert queries.find_current(session) is None
    with pytest.raises(NotFound):
        queries.get_version(session, 1)


def test_published_versions_are_listed_newest_first(session: Session, now: datetime):
    actions.publish_definitions(session, actor=SYSTEM, now=now)
    assert [(row.key, row.version) for row in queries.list_versions(session)] == [("counter", 1)]
