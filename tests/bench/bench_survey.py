"""The survey under load: page + submission on a new connection, at 16 and 32 connections, median of three rounds.

Everything is a ratio of two things measured in the same round on this machine:
* p99 ≤ 4 × p50 of a visit;
* visits per second with storing ≥ 75 % of the same app with storing switched off;
* server CPU of a visit ≤ 5 × two hello-worlds of the same server;
* survey pages per second ≥ 50 % of a bare Flask page's.
Every acknowledged answer must be in the database afterwards.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import socket
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from feedback.foundation.settings import Settings
from tests.answers.samples import TOKEN
from tests.answers.serving import prepare, serving, sheets_stored

SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
ROUNDS = 3
DEFAULTS = Settings.model_fields
SERVER = {"workers": 1, "threads": DEFAULTS["threads"].default}  # on SQLite `serve` starts one process
KEY = re.compile(rb'name="phieu" value="([^"]+)"')
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a few seconds gave. Latencies in milliseconds, CPU in milliseconds a visit."""

    rate: float
    p50: float
    p99: float
    cpu: float


def _request(connection: socket.socket, head: bytes, body: bytes = b"") -> bytes:
    """One request and its whole answer."""
    connection.sendall(head + body)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _received(connection)
    headers, _, content = answer.partition(b"\r\n\r\n")
    length = int(re.search(rb"(?i)content-length: (\d+)", headers)[1])  # type: ignore[index]
    while len(content) < length:
        content += _received(connection)
    return headers[:12] + content


def _received(connection: socket.socket) -> bytes:
    part = connection.recv(65536)
    if not part:
        raise ConnectionError("closed")
    return part


def _get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n".encode()


def _key_in(page: bytes) -> bytes:
    found = KEY.search(page)
    assert found, page
    return found[1]


def _survey_visit(connection: socket.socket) -> None:
    page = _request(connection, _get(f"/q/{TOKEN}"))
    form = b"phieu=" + _key_in(page) + b"&overall=4"
    head = f"POST /q/{TOKEN} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    answer = _request(connection, head.encode() + b"Content-Length: %d\r\n\r\n" % len(form), form)
    if not answer.startswith(b"HTTP/1.1 303"):
        raise ConnectionError(answer[:200].decode())


def _two_hellos(connection: socket.socket) -> None:
    _request(connection, _get("/"))
    _request(connection, _get("/"))


def _survey_page(connection: socket.socket) -> None:
    _request(connection, _get(f"/q/{TOKEN}"))


def _hello_page(connection: socket.socket) -> None:
    _request(connection, _get("/"))


def _visitor(port: int, visit: str, until: float, results: multiprocessing.Queue) -> None:  # type: ignore[type-arg]
    """One closed loop: a new connection, one visit, again."""
    work, times = globals()[visit], []
    while (start := time.perf_counter()) < until:
        with socket.create_connection(("127.0.0.1", port), 30) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            work(connection)
        times.append(time.perf_counter() - start)
    results.put(times)


def _load(port: int, visit: str, connections: int, seconds: float) -> list[float]:
    results: multiprocessing.Queue[list[float]] = multiprocessing.Queue()
    until = time.perf_counter() + seconds
    arguments = (port, visit, until, results)
    visitors = [multiprocessing.Process(target=_visitor, args=arguments) for _ in range(connections)]
    for visitor in visitors:
        visitor.start()
    times = [each for _ in visitors for each in results.get(timeout=seconds + 60)]
    for visitor in visitors:
        visitor.join()
    return sorted(times)


def measure(port: int, pid: int, visit: str, connections: int) -> Run:
    """Warm up, then load for a few seconds."""
    _load(port, visit, connections, 0.5)
    before = _cpu(pid)
    times = _load(port, visit, connections, SECONDS)
    cpu = _cpu(pid) - before
    milliseconds = [each * 1000 for each in times]
    at = len(times) - 1
    return Run(len(times) / SECONDS, milliseconds[at // 2], milliseconds[int(at * 0.99)], cpu / len(times) * 1000)


def _cpu(root: int) -> float:
    """Seconds of processor time of a process and its children so far."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat.parent.name) == root or int(fields[1]) == root:
            total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def one_round(connections: int) -> dict[str, float]:
    """The four ratios of one round, each pair measured one right after the other."""
    with (
        serving("storing", **SERVER) as on,
        serving("not_storing", **SERVER) as off,
        serving("hello", **SERVER) as bare,
    ):
        with_store = measure(*on, "_survey_visit", connections)
        without = measure(*off, "_survey_visit", connections)
        hellos = measure(*bare, "_two_hellos", connections)
        page = measure(*on, "_survey_page", connections)
        hello = measure(*bare, "_hello_page", connections)
    print(
        f"  {connections} kết nối: {with_store.rate:.0f} lượt/s, p50 {with_store.p50:.1f} ms, "
        f"p99 {with_store.p99:.1f} ms, CPU {with_store.cpu:.2f} ms; không lưu {without.rate:.0f}/s; "
        f"hai hello {hellos.rate:.0f}/s, {hellos.cpu:.2f} ms; trang {page.rate:.0f}/s, trang trần {hello.rate:.0f}/s",
        flush=True,
    )
    return {
        "p99 / p50 (≤ 4)": with_store.p99 / with_store.p50,
        "tốc độ có lưu / không lưu (≥ 0,75)": with_store.rate / without.rate,
        "CPU một lượt / hai hello (≤ 5)": with_store.cpu / hellos.cpu,
        "trang khảo sát / trang trần (≥ 0,5)": page.rate / hello.rate,
    }


LIMITS = {"p99": (4.0, False), "tốc": (0.75, True), "CPU": (5.0, False), "trang": (0.5, True)}


def main() -> int:
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        for connections in (16, 32):
            rounds = [one_round(connections) for _ in range(ROUNDS)]
            for name in rounds[0]:
                value = median(each[name] for each in rounds)
                limit, at_least = LIMITS[name.split()[0]]
                good = value >= limit if at_least else value <= limit
                missed = missed or not good
                print(f"  {'✓' if good else '✗'} {connections} kết nối, {name}: {value:.2f}")
        print(f"  {sheets_stored()} phiếu trong cơ sở dữ liệu")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
