from __future__ import annotations

from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner

from feedback.records.commands import commands
from tests.records.reference import loaded


@pytest.fixture
def run(database, sealer, tmp_path):
    """`run("records", "--json")` as in a terminal: exit code, stdout, stderr."""
    store = SimpleNamespace(database=loaded(database), sealer=sealer, settings=SimpleNamespace(home=tmp_path / "home"))
    top = click.Group("feedback", commands={each.name or "": each for each in commands})

    def invoke(*arguments):
        result = CliRunner().invoke(top, [str(each) for each in arguments], obj=lambda: store)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout, result.stderr

    return invoke
