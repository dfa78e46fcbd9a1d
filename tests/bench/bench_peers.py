"""The same survey page beside its peers: bytes, requests, first paint, submissions per second, as a table.

Ours is measured here and now, the way the peers' were: a cold headless Chromium of 360×740 with the browser's own
throttling (400 kbit/s, 400 ms, no handshakes counted) and a processor six times slower; then a closed loop of new
visitors. `BENCH_WRITE=1` puts the table into docs/measurements.md. Targets are the other benchmarks' affair.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from tests.answers.samples import TOKEN
from tests.answers.serving import prepare, serving
from tests.bench.bench_first_view import SLOWER, VISITS
from tests.bench.bench_survey import ROUNDS, SERVER, measure
from tests.browsers import WHOLE_CHROMIUM

PAGE = Path(__file__).parents[2] / "docs" / "measurements.md"
BEGIN, END = "<!-- bảng đo: make bench -->", "<!-- hết bảng đo -->"
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""As the peers were measured: 400 kbit/s both ways, 400 ms; bytes a second and milliseconds."""

LOADS = (16, 32)
PAINTED = """new Promise(done => new PerformanceObserver(list =>
  list.getEntriesByName('first-contentful-paint').forEach(each => done(each.startTime))
).observe({type: 'paint', buffered: true}))"""


@dataclass(frozen=True, slots=True)
class Row:
    """One system. Kilobytes on the wire, milliseconds on slow 3G, submissions a second at each load, CPU ms each."""

    name: str
    kilobytes: float
    requests: int
    paint: float
    rates: tuple[float | None, ...]
    cpu: float | None

    def line(self) -> str:
        rates = (" – " if rate is None else f" {number(rate, 0 if rate >= 100 else 1)} " for rate in self.rates)
        cpu = "–" if self.cpu is None else number(self.cpu, 1)
        size = number(self.kilobytes, 1 if self.kilobytes < 100 else 0)
        return f"| {self.name} | {size} | {self.requests} | {number(self.paint)} |{'|'.join(rates)}| {cpu} |"


PEERS = (
    Row("LimeSurvey 6.14, một trang, 18 câu", 1412, 29, 9052, (12.2, 15.0), 163),
    Row("trang Flask tối giản, không phông, không hình", 2.2, 1, 796, (None, None), None),
)
"""Measured 2026-11 on a machine of two cores, nginx with gzip in front, medians of three rounds."""


def number(value: float, places: int = 0) -> str:
    """1.412,5"""
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def first_view(browser: Browser, port: int) -> tuple[float, int, float]:
    """Kilobytes, requests and first paint of one cold visit."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW_3G)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    asked: dict[str, str] = {}
    sizes: dict[str, float] = {}
    devtools.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]}))
    devtools.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(f"http://127.0.0.1:{port}/q/{TOKEN}", wait_until="networkidle")
    paint = float(page.evaluate(PAINTED))
    context.close()
    fetched = [size for request, size in sizes.items() if asked[request].startswith("http")]  # not pictures inside it
    return sum(fetched) / 1000, len(fetched), paint


def ours() -> Row:
    """Lắng Nghe as it stands: one program, SQLite with FULL durability, no web server in front."""
    with serving("storing", **SERVER) as (port, pid):
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=WHOLE_CHROMIUM, args=["--no-sandbox"])
            views = [first_view(browser, port) for _ in range(VISITS)]
            browser.close()
        runs = {load: [measure(port, pid, "_survey_visit", load) for _ in range(ROUNDS)] for load in LOADS}
    rates = tuple(median(run.rate for run in runs[load]) for load in LOADS)
    cpu = median(run.cpu for run in runs[LOADS[0]])
    sizes, requests, paints = zip(*views, strict=True)
    return Row("**Lắng Nghe**", median(sizes), max(requests), median(paints), rates, cpu)


def table(rows: tuple[Row, ...], day: str) -> str:
    """The table with what it is, as the page holds it."""
    head = "| | kB trên đường truyền | yêu cầu | vẽ nét đầu, ms | phiếu/giây, 16 người | 32 người | CPU ms mỗi phiếu |"
    lines = [head, f"|{'---|' * 7}", *(row.line() for row in rows)]
    return "\n".join([f"Lắng Nghe đo ngày {day}, máy 2 nhân.", "", *lines])


def written(text: str, found: str) -> str:
    """The page with its table replaced; the rest as it is."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{found}\n\n{END}{after}"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        found = table((ours(), *PEERS), f"{datetime.now(UTC):%d/%m/%Y}")
    print(found)
    if os.environ.get("BENCH_WRITE"):
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), found), encoding="utf-8")
        print(f"đã ghi vào {PAGE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
