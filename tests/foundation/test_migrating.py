"""Schema steps: whole or not at all, both ways, one process at a time, no row lost when SQLite rebuilds a table."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, inspect, make_url, text

from feedback.foundation.connecting import engine_options, prepare_engine, writing_engine
from feedback.foundation.files import ROOT
from feedback.foundation.migrating import migrate, step_back
from tests.conftest import POSTGRES


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without any table."""
    url, name = f"sqlite:///{tmp_path / 'a.sqlite3'}", f"lang_nghe_steps_{os.getpid()}"
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    if request.param == "postgresql":
        url = make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    engine = create_engine(url, **engine_options(url))
    prepare_engine(engine)
    yield engine
    engine.dispose()
    if request.param == "postgresql":
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


START = """
revision, down_revision = "0001", None
def upgrade():
    op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String))
    op.create_table("child", sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("parent_id", sa.Integer, sa.ForeignKey("parent.id", ondelete="CASCADE"), nullable=False))
def downgrade():
    op.drop_table("child")
    op.drop_table("parent")
"""
REBUILD = """
revision, down_revision = "0002", "0001"
def upgrade():
    with op.batch_alter_table("parent") as table:
        table.alter_column("name", existing_type=sa.String, nullable=False)
def downgrade():
    with op.batch_alter_table("parent") as table:
        table.alter_column("name", existing_type=sa.String, nullable=True)
"""
STUMBLE = """
revision, down_revision = "0002", "0001"
def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("DELETE FROM child")
    raise ZeroDivisionError
"""
ORPHAN = """
revision, down_revision = "0002", "0001"
def upgrade():
    op.execute("DELETE FROM parent")
"""


def steps(folder: Path, *texts: str) -> Path:
    """A folder of migrations with our own entry and these steps."""
    (folder / "versions").mkdir(parents=True)
    shutil.copy(ROOT / "migrations" / "env.py", folder)
    shutil.copy(ROOT / "migrations" / "script.py.mako", folder)
    for number, step in enumerate(texts, 1):
        (folder / "versions" / f"{number:04}_step.py").write_text(
            f"import sqlalchemy as sa\nfrom alembic import op\n{step}"
        )
    return folder


def fill(engine: Engine) -> None:
    with writing_engine(engine).begin() as connection:
        connection.execute(text("INSERT INTO parent VALUES (1, 'một')"))
        connection.execute(text("INSERT INTO child VALUES (1, 1)"))


def count(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_the_products_schema_goes_up_and_back_and_up_again(engine: Engine) -> None:
    migrate(engine)
    made = tables(engine)
    assert "unit" in made
    migrate(engine)
    assert tables(engine) == made
    step_back(engine, "base")
    assert tables(engine) == set()
    migrate(engine)
    assert tables(engine) == made


def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it(engine: Engine, tmp_path: Path) -> None:
    folder = steps(tmp_path / "100% mới", START, REBUILD)
    migrate(engine, "0001", folder=folder)
    fill(engine)
    migrate(engine, folder=folder)
    assert count(engine, "child") == 1
    step_back(engine, "0001", folder=folder)
    assert count(engine, "child") == 1
    assert count(engine, "parent") == 1


def test_a_step_that_fails_leaves_nothing_behind(engine: Engine, tmp_path: Path) -> None:
    folder = steps(tmp_path / "m", START, STUMBLE)
    migrate(engine, "0001", folder=folder)
    fill(engine)
    with pytest.raises(ZeroDivisionError):
        migrate(engine, folder=folder)
    assert tables(engine) == {"parent", "child"}
    assert count(engine, "child") == 1
    migrate(engine, "0001", folder=folder)


def test_a_step_that_leaves_orphans_is_told(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite3'}"
    engine = create_engine(url, **engine_options(url))
    prepare_engine(engine)
    folder = steps(tmp_path / "m", START, ORPHAN)
    migrate(engine, "0001", folder=folder)
    fill(engine)
    with pytest.raises(RuntimeError, match="child"):
        migrate(engine, folder=folder)
    engine.dispose()


def test_two_that_start_at_once_do_it_once(engine: Engine, tmp_path: Path) -> None:
    folder = steps(tmp_path / "m", START, REBUILD)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: migrate(engine, folder=folder), range(4)))
    assert tables(engine) == {"parent", "child"}
