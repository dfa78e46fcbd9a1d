"""How much memory the whole process tree of a running demo takes: supervisor, website, scheduler. Target ≤ 400 MB.

PSS: shared pages are counted once over all processes, as the machine pays for them.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

TARGET_MB = 400
VISITS = 300


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
        door.close()
        environment = os.environ | {"FEEDBACK_DATA_DIR": folder, "PORT": str(port), "DEMO": "1"}
        process = subprocess.Popen(
            [sys.executable, "-m", "feedback", "serve"], env=environment, stdout=subprocess.DEVNULL
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/cong-khai/xin-loi", process)
            for _ in range(VISITS):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/dang-nhap").read()
            time.sleep(30)  # let the scheduler have a turn or two
            sizes = {pid: _pss(pid) for pid in _tree(process.pid)}
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
    total = sum(sizes.values()) / 1024
    parts = ", ".join(f"{kilobytes / 1024:.0f}" for kilobytes in sizes.values())
    print(f"bộ nhớ cả cây tiến trình (PSS): {total:.0f} MB ({parts}) / mục tiêu {TARGET_MB} MB")
    return 0 if total <= TARGET_MB else 1


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit("the system stopped before it answered")
        try:
            urllib.request.urlopen(url).read()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("no answer in five minutes")


def _tree(root: int) -> list[int]:
    """The process and all below it."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(after[1]), []).append(int(stat.parent.name))
    found = [root]
    for pid in found:
        found.extend(parents.get(pid, []))
    return found


def _pss(pid: int) -> int:
    """Kilobytes of one process, its share of what it shares."""
    match = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(match.group(1)) if match else 0


if __name__ == "__main__":
    sys.exit(main())
