"""The whole sample, made once; and taken away."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta

from feedback.demo.actions.history import tell_history
from feedback.demo.actions.office import office_day
from feedback.demo.actions.papers import other_papers
from feedback.demo.actions.people import build_people
from feedback.demo.rules import PROVINCE, WEEKS
from feedback.foundation.clock import local_day
from feedback.foundation.engine import Store
from feedback.foundation.errors import Conflict
from feedback.foundation.settings import Settings
from feedback.organisation.queries import find_unit_at
from feedback.reports.jobs import weekly
from feedback.reports.rules.weeks import week_of

Tell = Callable[[str, int, int], None]
REPORTED_WEEKS = 2


def is_seeded(store: Store) -> bool:
    """Whether the sample stands already, whole: its mark is set last."""
    return (store.settings.home / "seeded").exists()


def seed(store: Store, now: datetime, tell: Tell, *, weeks: int = WEEKS) -> None:
    """Make the eight weeks up to `now`. Conflict outside the demo, or where a half-made sample lies about."""
    if not store.settings.demo:
        raise Conflict("Dữ liệu mẫu chỉ được tạo trong bản mẫu (DEMO=1); bản thật không bao giờ có số liệu bịa.")
    with store.database.read() as session:
        if find_unit_at(session, PROVINCE[0], local_day(now)) is not None:
            raise Conflict("Dữ liệu mẫu đang dở dang. Chạy “feedback drop-demo” rồi khởi động lại.")
    tell("Đơn vị, quầy, tài khoản", 0, 1)
    units = build_people(store, now)
    tell("Đơn vị, quầy, tài khoản", 1, 1)
    tell_history(store, units, now, lambda told: office_day(store, units, told, now), tell, weeks=weeks)
    other_papers(store, units, now)
    for number in range(REPORTED_WEEKS, 0, -1):
        tell("Báo cáo tuần", REPORTED_WEEKS - number, REPORTED_WEEKS)
        weekly(store, now, str(week_of(local_day(now) - timedelta(days=7 * number))))
    tell("Báo cáo tuần", REPORTED_WEEKS, REPORTED_WEEKS)
    (store.settings.home / "seeded").write_text(now.isoformat())


def drop(settings: Settings) -> bool:
    """Remove the sample's database and folder, nothing else; whether there was one."""
    folder = settings.model_copy(update={"demo": True}).home
    if not folder.exists():
        return False
    shutil.rmtree(folder)
    return True
