"""A copy of an installation taken while it runs: `python -m feedback.foundation.backup FOLDER`.

SQLite's own snapshot (VACUUM INTO) with the build we trust, checked before it is called done, the key file, and what
else the province keeps in files: languages, trusted authorities, signing keys, https. The copy appears under its final
name only when it is whole, and holds private keys: only its owner may read it. With PostgreSQL the database is
pg_dump's business and only the files are copied.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from feedback.foundation import clock
from feedback.foundation.database import sqlite_module
from feedback.foundation.errors import Conflict, Invalid, Refused
from feedback.foundation.settings import Settings, load_settings

DATABASE = "feedback.sqlite3"
HALF_WRITTEN = shutil.ignore_patterns(".*", "lock")
"""What `write_atomic` has not finished, and what only a running process needs."""


def kept_folders(settings: Settings) -> dict[str, Path]:
    """Name in the copy → folder of this installation, of all that lies in files beside the database and its key."""
    return {
        "languages": settings.language_folder,
        "trust": settings.trust_folder,
        "signing": settings.signing_folder,
        "tls": settings.tls_folder,
    }


def copy_folder(source: Path, target: Path) -> None:
    """The files as they are, those nobody else could read (private keys) no wider than before."""
    shutil.copytree(source, target, ignore=HALF_WRITTEN)


def back_up(settings: Settings, folder: Path, now: datetime) -> Path:
    """The finished copy's folder. Invalid where there is nothing to copy, Conflict where the copy is not sound."""
    database = settings.home / DATABASE
    if settings.on_sqlite and not database.exists():
        raise Invalid(f"Chưa có dữ liệu ở {settings.home}: không có gì để sao lưu.")
    name = f"lang-nghe-{clock.to_local(now):%Y%m%d-%H%M%S}"
    finished, unfinished = folder / name, folder / f".{name}.dang-sao"
    if finished.exists() or unfinished.exists():
        raise Conflict(f"Đã có {name} ở {folder}. Xin thử lại sau một giây.")
    unfinished.mkdir(parents=True, mode=0o700)
    try:
        if settings.on_sqlite:
            _snapshot(database, unfinished / DATABASE)
        if settings.key_file.exists():
            shutil.copytree(settings.key_file.parent, unfinished / settings.key_file.parent.name)
        for kept, source in kept_folders(settings).items():
            if source.is_dir():
                copy_folder(source, unfinished / kept)
        unfinished.rename(finished)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return finished


def _snapshot(source: Path, target: Path) -> None:
    sqlite = sqlite_module()
    with closing(sqlite.connect(str(source), timeout=60, isolation_level=None)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    with closing(sqlite.connect(str(target))) as copy:
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        raise Conflict(f"Bản sao không nguyên vẹn ({verdict}). Dữ liệu gốc không bị đụng tới; xin báo ngay.")


def main(arguments: Sequence[str], now: datetime) -> int:
    """Exit code 0 with the copy's folder on stdout, 1 with the reason on stderr, 2 for wrong usage."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print("Cách dùng: scripts/backup THƯ-MỤC\nVí dụ:     scripts/backup /media/sao-luu", file=sys.stderr)  # noqa: T201
        return 2
    try:
        print(back_up(load_settings(), Path(arguments[0]), now))  # noqa: T201
    except (Refused, OSError, sqlite_module().Error) as problem:
        print(f"Chưa sao lưu được: {problem}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], clock.now()))
