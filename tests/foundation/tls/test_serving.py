"""The context gunicorn is given: one for all visits, another when the certificate is."""

from __future__ import annotations

import ssl
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from feedback.foundation.tls.keeping import Keeper
from feedback.foundation.tls.serving import context_of, ssl_context
from tests.conftest import NOW


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    keeper = Keeper(tmp_path / "tls", "127.0.0.1", "")
    keeper.look(NOW)
    return keeper


def test_visits_share_one_context_that_speaks_nothing_old(keeper: Keeper):
    config = SimpleNamespace(certfile=str(keeper.server_file))
    context = ssl_context(config, None)
    assert ssl_context(config, None) is context
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2


def test_a_renewed_certificate_is_taken_up_without_a_restart(keeper: Keeper):
    before = context_of(str(keeper.server_file))
    keeper.look(NOW + timedelta(days=380))
    after = context_of(str(keeper.server_file))
    assert after is not before
    assert context_of(str(keeper.server_file)) is after


def test_a_certificate_that_cannot_be_read_leaves_the_old_one_in_use(keeper: Keeper):
    before = context_of(str(keeper.server_file))
    keeper.server_file.write_bytes(b"spoiled")
    assert context_of(str(keeper.server_file)) is before
    keeper.server_file.unlink()
    assert context_of(str(keeper.server_file)) is before


def test_a_first_certificate_that_cannot_be_read_is_an_error(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        context_of(str(tmp_path / "none.pem"))
