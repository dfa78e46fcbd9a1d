"""A file is there whole or not at all."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from feedback.foundation.files import ROOT, write_atomic, write_once


def test_the_root_is_the_checkout() -> None:
    assert (ROOT / "feedback" / "foundation" / "files.py").is_file()


@pytest.mark.parametrize("write", [write_atomic, write_once])
def test_a_file_is_written_with_its_folder_and_mode(tmp_path: Path, write) -> None:
    path = tmp_path / "một" / "hai.bin"
    write(path, b"x", mode=0o600)
    assert path.read_bytes() == b"x"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["hai.bin"]


def test_writing_again_replaces(tmp_path: Path) -> None:
    write_atomic(tmp_path / "a", b"old")
    write_atomic(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_writing_once_keeps_the_first(tmp_path: Path) -> None:
    assert write_once(tmp_path / "a", b"first")
    assert not write_once(tmp_path / "a", b"second")
    assert (tmp_path / "a").read_bytes() == b"first"
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_of_many_writers_at_once_one_wins(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        wins = list(pool.map(lambda n: write_once(tmp_path / "a", str(n).encode() * 1000), range(16)))
    assert wins.count(True) == 1
    assert (tmp_path / "a").read_bytes() == str(wins.index(True)).encode() * 1000


@pytest.mark.parametrize("call", ["fsync", "fchmod"])
def test_a_failure_leaves_the_old_file_and_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    write_atomic(tmp_path / "a", b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, fail)
    for write in (write_atomic, write_once):
        with pytest.raises(OSError, match="space"):
            write(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_a_target_that_cannot_be_replaced_leaves_no_rest(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError):
        write_atomic(tmp_path / "a", b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["a"]
