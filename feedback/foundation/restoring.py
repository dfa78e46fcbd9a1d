"""How an installation knows that its database was put back: a number in it, and the same number in a file beside it.

The number grows whenever something leaves, and every hour; first in the database, then in the file. So the file is
never ahead, unless an older database was put under it: by `feedback restore`, by hand, or by pg_restore. The file is
no part of a backup. A whole machine set back to an earlier moment takes the file along and cannot be noticed.
"""

import shutil
from contextlib import closing
from datetime import datetime
from pathlib import Path

from feedback.foundation import clock
from feedback.foundation.backup import DATABASE, copy_folder, kept_folders
from feedback.foundation.database import sqlite_module
from feedback.foundation.errors import Conflict, Invalid
from feedback.foundation.files import write_atomic
from feedback.foundation.settings import Settings

NAME = "so-thu-tu.txt"
STOP = "Hệ thống đang chạy. Hãy dừng dịch vụ (systemctl stop lang-nghe) rồi khôi phục; chưa có gì bị đổi."


def read_mark(settings: Settings) -> int | None:
    """The number outside; None where there is no file, or none that can be read (then it counts as missing)."""
    try:
        text = (settings.home / NAME).read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return int(text) if text.isdigit() and len(text) < 19 else None


def write_mark(settings: Settings, number: int) -> None:
    """Note the number outside, unless a higher one stands there."""
    if number > (read_mark(settings) or 0):
        write_atomic(settings.home / NAME, f"{number}\n".encode())


def restore(settings: Settings, folder: Path, now: datetime) -> Path:
    """Put a copy's database, key and missing folders in place; returns where the database of before now lies.

    Invalid when the folder is no sound copy, Conflict while the system runs. Nothing leaves afterwards until a person
    says so: the number outside is made larger than the one in the copy.
    """
    source, target = folder / DATABASE, settings.home / DATABASE
    inside = _check_copy(source)
    stamp = f"{clock.to_local(now):%Y%m%d-%H%M%S}"
    aside = target.with_name(f"{DATABASE}.truoc-khoi-phuc-{stamp}")
    settings.home.mkdir(mode=0o750, parents=True, exist_ok=True)
    _let_go(target)
    beside = target.with_name(f".{DATABASE}.{stamp}")
    shutil.copyfile(source, beside)
    beside.chmod(0o640)
    # Before the database: should the machine stop between the two, one lock too many is closed, not one too few.
    mark_restored(settings, inside)
    if target.exists():
        target.rename(aside)
    beside.rename(target)
    _put_key(settings, folder, stamp)
    _put_folders(settings, folder)
    return aside


def mark_restored(settings: Settings, inside: int = 0) -> None:
    """Say outside that the database was put back (also by pg_restore): the next look closes the way out."""
    write_mark(settings, max(read_mark(settings) or 0, inside) + 1)


def _check_copy(source: Path) -> int:
    """The number in the copy's database (0 in one of an older version); Invalid when it is not sound."""
    if not source.is_file():
        raise Invalid(f"Không thấy {source}. Hãy chọn thư mục lang-nghe-… do scripts/backup tạo ra.")
    sqlite = sqlite_module()
    try:
        with closing(sqlite.connect(f"file:{source}?mode=ro", uri=True)) as copy:
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
            tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            row = copy.execute("SELECT sequence FROM way_out").fetchone() if "way_out" in tables else None
    except sqlite.DatabaseError as error:
        raise Invalid(f"Bản sao không nguyên vẹn ({error}). Hãy dùng bản khác; chưa có gì bị đổi.") from error
    if verdict != "ok" or "alembic_version" not in tables:
        raise Invalid(f"Bản sao không nguyên vẹn ({verdict}). Hãy dùng bản khác; chưa có gì bị đổi.")
    return int(row[0]) if row else 0


def _let_go(target: Path) -> None:
    """Fold the log in and make sure that nobody has the database open: only the last one may leave WAL mode."""
    if not target.exists():
        return
    sqlite = sqlite_module()
    try:
        with closing(sqlite.connect(str(target), timeout=1, isolation_level=None)) as running:
            mode = running.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite.OperationalError as error:
        raise Conflict(STOP) from error
    except sqlite.DatabaseError:
        return  # what lies there is broken: that is why somebody restores
    if mode != "delete":
        raise Conflict(STOP)


def _put_key(settings: Settings, folder: Path, stamp: str) -> None:
    """The copy's key, where it has one; another one that lies there is kept beside it."""
    key, ours = folder / settings.key_file.parent.name / settings.key_file.name, settings.key_file
    if not key.is_file() or (ours.exists() and ours.read_bytes() == key.read_bytes()):
        return
    if ours.exists():
        ours.rename(ours.with_name(f"{ours.name}.truoc-khoi-phuc-{stamp}"))
    write_atomic(ours, key.read_bytes(), mode=0o600)


def _put_folders(settings: Settings, folder: Path) -> None:
    """What the copy holds of folders that are missing or empty here. What lies here stays: it may be newer, an
    authority that has been replaced, a trusted certificate that somebody took out on purpose.
    """
    for name, target in kept_folders(settings).items():
        if (folder / name).is_dir() and not (target.exists() and any(target.iterdir())):
            beside = target.with_name(f".{target.name}.dang-khoi-phuc")
            shutil.rmtree(beside, ignore_errors=True)
            copy_folder(folder / name, beside)
            if target.exists():
                target.rmdir()
            beside.rename(target)
