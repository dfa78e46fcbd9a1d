"""A slow line as a small proxy: bandwidth, delay, and the round trip that opening a connection costs.

The browser's own throttling adds a delay to each request but none for the handshakes of TCP and TLS. Here every byte
travels: TLS pays its round trips by itself; the opening of a connection is paid by holding back its first bytes. All
connections share one line each way. Not modelled: loss, and TCP's slow start (a first view fits the first window).
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

SEGMENT = 1460
HEADERS = 40
"""Bytes of IP and TCP around each segment: they take their share of the line."""


@dataclass(frozen=True)
class Profile:
    """A line: kilobits a second each way, milliseconds there and back."""

    name: str
    kilobits: int
    round_trip: int

    @property
    def seconds(self) -> float:
        return self.round_trip / 1000


@dataclass
class Direction:
    """One way of the line; everything sent takes its turn."""

    profile: Profile
    free_at: float = 0.0
    carried: int = 0

    def arrival(self, now: float, size: int) -> float:
        """When a segment handed over now comes out at the other end."""
        self.carried += size
        self.free_at = max(now, self.free_at) + (size + HEADERS) * 8 / (self.profile.kilobits * 1000)
        return self.free_at + self.profile.seconds / 2


@dataclass
class SlowLine:
    """Accepts on `port`, hands on to `target`. `down.carried` counts what the browser received."""

    profile: Profile
    target: int
    port: int = 0
    opened: int = 0
    up: Direction = field(init=False)
    down: Direction = field(init=False)

    def __post_init__(self) -> None:
        self.up, self.down = Direction(self.profile), Direction(self.profile)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection. What the browser says first leaves only after the round trip that opened it."""
        self.opened += 1
        opened_at = asyncio.get_running_loop().time() + self.profile.seconds
        there, back = await asyncio.open_connection("127.0.0.1", self.target)
        up = asyncio.create_task(_carry(self.up, reader, back, opened_at))
        down = asyncio.create_task(_carry(self.down, there, writer, 0.0))
        with suppress(asyncio.CancelledError):  # the line is taken down
            await asyncio.wait({up, down})


async def _carry(
    line: Direction, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, not_before: float
) -> None:
    """Read on while earlier segments are still under way."""
    loop = asyncio.get_running_loop()
    under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
    delivery = asyncio.create_task(_deliver(under_way, writer))
    with suppress(OSError):
        while segment := await reader.read(SEGMENT):
            await under_way.put((line.arrival(max(loop.time(), not_before), len(segment)), segment))
    await under_way.put((0.0, b""))
    await delivery


async def _deliver(under_way: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
    loop = asyncio.get_running_loop()
    with suppress(OSError):
        while True:
            when, segment = await under_way.get()
            if not segment:
                break
            await asyncio.sleep(max(0.0, when - loop.time()))
            writer.write(segment)
            await writer.drain()
    with suppress(OSError):
        writer.close()


@contextmanager
def slow_line(profile: Profile, target: int) -> Iterator[SlowLine]:
    """The line, running in a thread of its own."""
    line, ready, loop = SlowLine(profile, target), threading.Event(), asyncio.new_event_loop()
    done = asyncio.Event()

    async def run() -> None:
        server = await asyncio.start_server(line.serve, "127.0.0.1", 0)
        line.port = server.sockets[0].getsockname()[1]
        ready.set()
        await done.wait()
        server.close()
        under_way = asyncio.all_tasks() - {asyncio.current_task()}
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield line
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(10)
