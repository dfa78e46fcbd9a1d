"""The supervisor, run as a program of its own with small stand-ins for website and scheduler."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from feedback.foundation.errors import Conflict, Invalid
from feedback.foundation.processes import listen, parts_of

BOUND = 30
"""Seconds after which a wait is a failure; nothing here takes a second."""

SUPERVISE = """
import json, sys
from feedback.foundation import processes
processes.PATIENCE = float(sys.argv[2])
processes.QUICK_DEATH = float(sys.argv[3])
processes.LONGEST_PAUSE = 0.01
parts = [processes.Part(name, command) for name, command in json.loads(sys.argv[1]).items()]
sys.exit(processes.Supervisor(parts).run())
"""

# Each is deaf to signals before it says its process number and then waits for one: whoever read the number may send
# one at once, and none falls between a handler being set and its being needed. Each line is one write: where Python is
# told not to buffer (PYTHONUNBUFFERED), `print` writes word by word, and two programs would speak into each other.
HEARS = "import os, signal; signal.pthread_sigmask(signal.SIG_BLOCK, {15}); os.write(1, b'up %d\\n' % os.getpid()); "
STAYS = [sys.executable, "-c", HEARS + "signal.sigwait({15}); os.write(1, b'bye\\n')"]
STUBBORN = [sys.executable, "-c", HEARS + "signal.sigwait({10})"]
DIES = ["sh", "-c", "echo died; exit 3"]


class Running:
    """A supervisor with its output read line by line."""

    def __init__(self, parts: dict[str, list[str]], patience: float, quick_death: float) -> None:
        command = [sys.executable, "-c", SUPERVISE, json.dumps(parts), str(patience), str(quick_death)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        # Reading a line has no bound of its own: whoever never says it is ended, and the reader sees the end.
        self.watchdog = Timer(4 * BOUND, self.process.kill)
        self.watchdog.daemon = True
        self.watchdog.start()

    def line(self, start: str) -> str:
        """The next line that starts so."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith(start):
                return line.strip()
        raise AssertionError(f"the supervisor ended without saying {start!r}")

    def up(self) -> int:
        return int(self.line("up ").split()[1])

    def rest(self) -> str:
        output, _ = self.process.communicate(timeout=BOUND)
        return str(output)


@pytest.fixture
def start() -> Iterator[object]:
    started: list[Running] = []

    def begin(parts: dict[str, list[str]], patience: float = BOUND, quick_death: float = 0.0) -> Running:
        started.append(Running(parts, patience, quick_death))
        return started[-1]

    yield begin
    for each in started:
        each.watchdog.cancel()
        if each.process.poll() is None:
            each.process.kill()
        each.process.communicate(timeout=BOUND)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_stops_both_parts_in_good_order(start, number):
    running = start({"Một": STAYS, "Hai": STAYS})
    parts = [running.up(), running.up()]
    running.process.send_signal(number)
    output = running.rest()
    assert running.process.returncode == 0
    assert output.count("bye") == 2
    assert "Đã dừng." in output
    assert not any(is_alive(pid) for pid in parts)


def test_a_part_that_dies_is_reported_and_started_again(start):
    running = start({"Một": STAYS})
    first = running.up()
    os.kill(first, signal.SIGKILL)
    assert "vừa dừng ngoài ý muốn (mã -9)" in running.line("Một")
    second = running.up()
    assert second != first
    running.process.send_signal(signal.SIGTERM)
    running.rest()
    assert running.process.returncode == 0


def test_a_part_that_never_stays_up_ends_the_run_with_a_clear_line(start):
    running = start({"Một": STAYS, "Hai": DIES}, quick_death=BOUND)
    kept = running.up()
    output = running.rest()
    assert running.process.returncode == 1
    assert "Hai không chạy được (5 lần liền, mã 3)" in output
    assert not is_alive(kept)


def test_a_part_that_will_not_stop_is_killed(start):
    running = start({"Một": STUBBORN}, patience=0.1)
    part = running.up()
    running.process.send_signal(signal.SIGTERM)
    running.rest()
    assert running.process.returncode == 0
    assert not is_alive(part)


def test_parts_do_not_outlive_a_supervisor_that_was_killed(start):
    running = start({"Một": STAYS})
    running.up()
    running.process.kill()
    # The pipe closes only when the last process that holds it is gone.
    assert "bye" in running.rest()


def test_a_taken_port_is_a_sentence_that_names_another():
    with listen("127.0.0.1", 0) as door:
        port = door.getsockname()[1]
        with pytest.raises(Conflict, match=rf"Cổng {port} .* PORT={port + 1}"):
            listen("127.0.0.1", port)


def test_a_port_may_be_taken_again_at_once_after_a_stop():
    with listen("127.0.0.1", 0) as door:
        address = door.getsockname()
        with socket.create_connection(address) as visitor, door.accept()[0] as served:
            served.close()
            visitor.recv(1)
    listen(*address).close()


@pytest.mark.parametrize(("host", "port"), [("203.0.113.7", 0), ("không-có", 0), ("127.0.0.1", 70000)])
def test_an_address_that_is_not_ours_is_refused_in_words(host, port):
    with pytest.raises(Invalid, match="HOST và PORT"):
        listen(host, port)


def test_a_taken_port_of_another_variable_is_told_by_its_name():
    with listen("127.0.0.1", 0) as door, pytest.raises(Conflict, match=r"FEEDBACK_AUTHORITY_PORT=\d+"):
        listen("127.0.0.1", door.getsockname()[1], "FEEDBACK_AUTHORITY_PORT")


def test_two_programs_make_an_installation_and_a_third_its_own_https():
    plain = {"door": 3, "workers": 1, "threads": 8}
    assert [part.name for part in parts_of(plain)] == ["Trang web", "Bộ hẹn giờ"]
    assert "--certfile" not in parts_of(plain)[0].command
    secure = parts_of({**plain, "tls": {"certificate": "/x/server.pem", "plan": {"door": 4, "folder": "/x"}}})
    assert [part.name for part in secure] == ["Trang web", "Bộ hẹn giờ", "Cổng phát chứng chỉ"]
    assert list(secure[0].command)[list(secure[0].command).index("--certfile") + 1] == "/x/server.pem"
    assert secure[2].keep_open == (4,)
    assert json.loads(secure[2].command[-1]) == {"door": 4, "folder": "/x"}


def test_the_supervisor_never_loads_the_application():
    loaded = "import sys; import feedback.foundation.processes; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout.split()
    assert not {"flask", "sqlalchemy", "pydantic", "click", "feedback.web"} & set(modules)
