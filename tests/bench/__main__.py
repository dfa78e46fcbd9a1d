"""Runs every `bench_*.py` of this folder in its own process, one after the other, and says which missed its target."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main(wanted: list[str]) -> int:
    """Exit code 1 when a benchmark missed its target. Names given on the command line run alone."""
    missed = []
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        name = path.stem.removeprefix("bench_")
        if wanted and name not in wanted:
            continue
        print(f"\n── {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"tests.bench.{path.stem}"], check=False).returncode:
            missed.append(name)
    print(f"\n✗ chưa đạt: {', '.join(missed)}" if missed else "\n✓ đạt mọi mục tiêu")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
