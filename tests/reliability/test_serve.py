"""The system as an office starts it: one command, two programs, one stop."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

BOUND = 120
MEMORY_MB = 400
PAGE = "/du-lieu-cua-ong-ba"
"""A page that anybody may open, on an installation without any data too."""

Start = Callable[..., "Served"]


class Served:
    """A running `feedback serve` with its own data folder and port."""

    def __init__(self, folder: Path, port: int, **more: str) -> None:
        self.port = port
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("FEEDBACK_")}
        environment = {**inherited, "FEEDBACK_DATA_DIR": str(folder), "PORT": str(port), "DEMO": "0", **more}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "feedback", "serve"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_until_open(self) -> str:
        """What was said up to and including the address; the page itself may still be loading."""
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            if f":{self.port}" in line:
                return said
        raise AssertionError(said)

    def page(self, path: str = PAGE) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=BOUND) as answer:
            return str(answer.read().decode())

    def stop(self, number: signal.Signals = signal.SIGTERM) -> str:
        self.process.send_signal(number)
        return str(self.process.communicate(timeout=BOUND)[0])


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def family(pid: int) -> set[int]:
    """The process and everything below it."""
    parents: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
        except OSError:  # ended while we looked
            continue
        if fields[0] != "Z":
            parents[int(status.parent.name)] = int(fields[1])
    members = {pid}
    while True:
        more = {child for child, parent in parents.items() if parent in members} - members
        if not more:
            return members & set(parents)
        members |= more


def megabytes(pids: set[int]) -> float:
    """Memory of all of them together, what they share counted once (PSS)."""
    kilobytes = 0
    for pid in pids:
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
        kilobytes += int(found.group(1)) if found else 0
    return kilobytes / 1024


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Start]:
    started: list[Served] = []

    def start(**more: str) -> Served:
        started.append(Served(tmp_path / "var", int(more.pop("PORT", free_port())), **more))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
        each.process.communicate(timeout=BOUND)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_one_command_opens_the_website_and_one_signal_stops_everything(serve: Start, number: signal.Signals):
    served = serve()
    served.wait_until_open()
    assert "ông/bà" in served.page()
    members = family(served.process.pid)
    assert len(members) >= 4  # supervisor, gunicorn and its worker, scheduler
    said = served.stop(number)
    assert served.process.returncode == 0, said
    assert "Đã dừng." in said
    assert "Traceback" not in said
    assert not [pid for pid in members if Path(f"/proc/{pid}").exists()]


def test_a_second_start_keeps_the_data_and_the_key(serve: Start, tmp_path: Path):
    first = serve()
    first.wait_until_open()
    first.page()
    first.stop()
    key = (tmp_path / "var" / "keys" / "master.key").read_bytes()
    second = serve()
    second.wait_until_open()
    assert "ông/bà" in second.page()
    assert (tmp_path / "var" / "keys" / "master.key").read_bytes() == key


def test_a_taken_port_is_said_before_anything_is_prepared(serve: Start, tmp_path: Path):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        served = serve(PORT=str(door.getsockname()[1]))
        said = served.process.communicate(timeout=BOUND)[0]
    assert served.process.returncode == 1
    assert said.count("\n") == 1
    assert "đang có chương trình khác dùng" in said
    assert not (tmp_path / "var" / "feedback.sqlite3").exists()


def test_a_part_that_is_killed_comes_back(serve: Start):
    served = serve()
    served.wait_until_open()
    served.page()
    for pid in family(served.process.pid) - {served.process.pid}:
        if "gunicorn" in Path(f"/proc/{pid}/cmdline").read_text():
            os.kill(pid, signal.SIGKILL)
    assert "ông/bà" in served.page()
    assert "Trang web vừa dừng ngoài ý muốn" in served.stop()


def test_the_whole_tree_stays_small(serve: Start):
    served = serve()
    served.wait_until_open()
    for _ in range(20):
        served.page()
    assert megabytes(family(served.process.pid)) < MEMORY_MB
