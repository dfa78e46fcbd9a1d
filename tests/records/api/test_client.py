"""`docs/api/client.py`, as somebody else's program would use it: against a server that listens."""

from __future__ import annotations

import importlib.util
import json
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.serving import make_server

from feedback.accounts.rules.api_keys import Verb
from feedback.foundation.database import Database
from feedback.foundation.errors import Busy
from feedback.foundation.files import ROOT
from feedback.records.actions.api_intake import take_batch
from feedback.records.api import records
from feedback.records.tables import RecordImport
from tests.records.api.conftest import CODE, Place, row
from tests.signing import Program

CLIENT = ROOT / "docs" / "api" / "client.py"


@pytest.fixture(scope="module")
def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("example_client", CLIENT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its dataclasses look their module up by name.

    sys.modules["example_client"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def client(example: ModuleType, address: str, program: Callable[..., Program], place: Place) -> Any:
    return example.Client(address, program(place.commune, Verb.WRITE, Verb.READ).key)


def test_files_are_sent_and_read_again(client: Any) -> None:
    result = client.send([row(1), row(2, received="hôm qua"), row(3)])
    assert [(each.row, each.outcome, each.effect) for each in result.rows] == [
        (1, "accepted", "new"),
        (2, "rejected", ""),
        (3, "accepted", "new"),
    ]
    assert [each.reasons for each in result.rejected] == [
        ["Ngày không có thật hoặc không đọc được. Xin ghi như 2026-11-20T08:15:00+07:00 ở: received."]
    ]
    assert client.record(CODE.format(1))["solving_unit"]["name"] == "Xã Thử"
    assert [each["code"] for each in client.records(state="received", unit="90001")] == [CODE.format(1), CODE.format(3)]
    assert [each["code"] for each in client.units()] == ["90000", "90001", "90002"]
    assert [each["code"] for each in client.procedures()] == ["1.004873"]


def test_more_than_a_thousand_files_go_in_several_batches(
    client: Any, example: ModuleType, monkeypatch: pytest.MonkeyPatch, site_database: Database
) -> None:
    monkeypatch.setattr(example, "MOST_ROWS", 2)
    result = client.send([row(n) for n in range(1, 6)])
    assert [each.row for each in result.rows] == [1, 2, 3, 4, 5]
    with site_database.read() as session:
        assert session.scalar(select(func.count(RecordImport.id))) == 3


def test_a_refusal_carries_its_words_and_every_fault(client: Any, example: ModuleType) -> None:
    with pytest.raises(example.ApiError) as found:
        client.send([row(1, code=5)])
    assert (found.value.status, found.value.errors[0]["row"]) == (422, 1)
    with pytest.raises(example.ApiError, match="Không có hồ sơ"):
        client.record("H50.41.01-261116-9999")
    client.prefix = "A" * 16
    with pytest.raises(example.ApiError, match="401"):
        list(client.units())


def test_what_was_busy_is_sent_again_under_its_name_and_taken_once(
    client: Any, example: ModuleType, monkeypatch: pytest.MonkeyPatch, site_database: Database
) -> None:
    """The answer is lost twice: once before anything was done, once after all was."""
    calls: list[int] = []

    def busy(session: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            raise Busy("Hệ thống đang bận.")
        return take_batch(session, **more)

    monkeypatch.setattr(records, "take_batch", busy)
    waited: list[float] = []
    monkeypatch.setattr(example.time, "sleep", waited.append)
    open_url = example.urllib.request.urlopen
    lost: list[bytes] = []

    def unlucky(request: Any, **more: Any) -> Any:
        answer = open_url(request, **more)
        if not lost:
            lost.append(answer.read())
            raise ConnectionResetError
        return answer

    monkeypatch.setattr(example.urllib.request, "urlopen", unlucky)
    result = client.send([row(1)])
    assert [each.effect for each in result.rows] == ["new"]
    assert len(waited) == 2
    assert len(calls) == 2
    with site_database.read() as session:
        assert session.scalar(select(func.count(RecordImport.id))) == 1


def test_it_works_from_the_command_line(
    client: Any, example: ModuleType, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = f"{client.prefix}.{client._secret}"
    file = tmp_path / "lo.json"
    file.write_text(json.dumps({"rows": [row(1), row(2, code="sai")]}), encoding="utf-8")
    assert example.main([address, key, "send", str(file)]) == 3
    assert "accepted\tnew" in capsys.readouterr().out
    assert example.main([address, key, "record", CODE.format(1)]) == 0
    assert example.main([address, key, "units"]) == 0
    assert "Xã Bên" in capsys.readouterr().out
    assert example.main([address, key, "record", "khong-co"]) == 1
    assert example.main([]) == 2
