"""Which browser the journeys drive: where there is one, the one without windows, which needs half the work."""

from __future__ import annotations

import subprocess
from pathlib import Path

from feedback.foundation.files import ROOT

# The program itself: Debian's starter stands before it as a process of its own, and a killed starter kills nobody.
_WITHOUT_WINDOWS = Path("/usr/lib/chromium/chromium-headless-shell")


def _whole() -> str:
    return subprocess.run([ROOT / "scripts" / "chromium"], capture_output=True, text=True).stdout.strip() or "chromium"


WHOLE_CHROMIUM = _whole()
"""With everything its owner can set."""
CHROMIUM = str(_WITHOUT_WINDOWS) if _WITHOUT_WINDOWS.exists() else WHOLE_CHROMIUM
