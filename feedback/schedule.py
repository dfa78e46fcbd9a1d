"""The timetable: what the system does by itself, and when. One list a clerk can read.

Run as a process of its own (`feedback schedule`). APScheduler only wakes it up; the truth is rows: a turn of a job is
a row in `job_slot`, so that a turn missed while the system was down is made up for once, and two schedulers at once do
each thing once. Jobs that run every few minutes look for what is due and not done, so they need no turns.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from threading import Event

from apscheduler.schedulers.background import BackgroundScheduler

from feedback.accounts.jobs import forget_api_traces
from feedback.answers.jobs import (
    forget_call_backs,
    forget_codes,
    forget_quarantined,
    forget_raw_comments,
    settle_sheets,
    tell_of_quarantine,
    tell_of_serious,
    tell_of_swaps,
)
from feedback.apologies.jobs import (
    MORNING,
    calendar_handler,
    draft_owed,
    escalate,
    follow_decisions,
    follow_deliveries,
    follow_notices,
    lists_of_the_day,
    message_handler,
    morning_lists,
    moved_message_handler,
    notice_handler,
)
from feedback.apologies.queries.calendar_messages import CALENDAR_MAIL, CALENDAR_MESSAGE
from feedback.apologies.queries.deliveries import MAIL, MESSAGE
from feedback.collection_points.jobs import issue_codes, remind_checks, watch_tablets
from feedback.foundation import clock
from feedback.foundation.engine import Store
from feedback.outbox.actions import begin_job, claim_slot, fail_slot, finish_slot, mind_restore
from feedback.outbox.jobs import deliver_due, letter_handler, new_owner
from feedback.outbox.queries import due_slots
from feedback.outbox.rules import Handler, Rhythm, Slot
from feedback.records.jobs import let_large_imports_end, sweep_staged_imports, work_on_large_imports
from feedback.reports.jobs import WARNINGS, warn, weekly

log = logging.getLogger(__name__)

TICK = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Every:
    """As often as that; what it does is found in rows, never in a window of time."""

    span: timedelta

    def words(self) -> str:
        seconds = int(self.span.total_seconds())
        return f"{seconds} giây một lần" if seconds < 60 else f"{seconds // 60} phút một lần"


Job = Callable[[Store, datetime, str], object]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timetable. `do(store, now, slot)`; the slot is empty for `Every`."""

    job: str
    words: str
    when: Rhythm | Every
    do: Job


def handlers(store: Store) -> dict[str, Handler]:
    """Who delivers which kind of work."""
    letter = letter_handler(store)
    return {
        "letter": letter,
        "weekly_report": letter,
        WARNINGS: letter,
        MAIL: notice_handler(store),
        MESSAGE: message_handler(store),
        CALENDAR_MAIL: calendar_handler(store),
        CALENDAR_MESSAGE: moved_message_handler(store),
    }


def deliver(store: Store, now: datetime, _slot: str) -> dict[str, int]:
    """Send what is due, each kind by its own function; nothing after a restore until a person has looked."""
    mind_restore(store, now)
    done = deliver_due(store.database, handlers(store), now)
    if done:
        mind_restore(store, now, again=True)  # a copy taken in between must not look like today's
    return done


def settle(store: Store, now: datetime, _slot: str) -> int:
    """Cut the times of answers to the hour once nothing can be corrected any more."""
    return settle_sheets(store.database, now)


TIMETABLE: tuple[Entry, ...] = (
    Entry("weekly", "báo cáo tuần của từng đơn vị và thư cho từng lãnh đạo", Rhythm(time(7), weekday=0), weekly),
    Entry("morning_lists", "giao mỗi bàn tiếp nhận danh sách hồ sơ đến hạn", Rhythm(MORNING), morning_lists),
    Entry("warnings", "thư mỗi sáng cho cán bộ, thủ trưởng: hồ sơ quá hạn, sắp đến hạn", Rhythm(time(6, 45)), warn),
    Entry(
        "lists_of_the_day",
        "giao thêm danh sách khi hồ sơ đến hạn được nhập sau 06:30",
        Every(timedelta(minutes=10)),
        lists_of_the_day,
    ),
    Entry(
        "sweep_imports",
        "dọn các lần nhập không xác nhận quá một ngày",
        Rhythm(time(2)),
        sweep_staged_imports,
    ),
    Entry("large_imports", "đọc và ghi dần các tệp hồ sơ lớn", Every(timedelta(seconds=5)), work_on_large_imports),
    Entry(
        "escalate",
        "báo cấp trên phiếu chưa duyệt, đơn vị chưa có người ký",
        Every(timedelta(minutes=10)),
        escalate,
    ),
    Entry(
        "follow_decisions",
        "áp dụng quyết định về lịch cho hồ sơ đang chạy, báo lại ngày hẹn",
        Every(timedelta(minutes=1)),
        follow_decisions,
    ),
    Entry("draft_owed", "soạn phiếu xin lỗi cho hồ sơ vừa quá hạn", Every(timedelta(minutes=2)), draft_owed),
    Entry("remind_checks", "nhắc đơn vị ba ngày làm việc chưa kiểm mã QR", Rhythm(time(6, 40)), remind_checks),
    Entry("swapped_stands", "báo đơn vị có hai bảng mã có thể bị đặt nhầm chỗ", Rhythm(time(17, 45)), tell_of_swaps),
    Entry("issue_codes", "cấp mã QR cho quầy mới", Every(timedelta(minutes=2)), issue_codes),
    Entry("watch_tablets", "báo đơn vị có máy tính bảng im lặng", Every(timedelta(minutes=10)), watch_tablets),
    Entry(
        "forget_quarantined",
        "xóa nội dung phiếu để riêng đã từ chối quá 90 ngày",
        Every(timedelta(hours=6)),
        forget_quarantined,
    ),
    Entry("forget_api_traces", "xóa dấu của yêu cầu API đã cũ", Every(timedelta(minutes=10)), forget_api_traces),
    Entry("forget_codes", "quên hồ sơ của mã một lần đã hết hạn", Rhythm(time(2, 10)), forget_codes),
    Entry(
        "forget_raw_comments", "xóa bản gốc của lời nhắn đã quá số ngày giữ", Rhythm(time(2, 20)), forget_raw_comments
    ),
    Entry("forget_call_backs", "xóa số điện thoại xin gọi lại đã quá 30 ngày", Rhythm(time(2, 30)), forget_call_backs),
    Entry(
        "tell_of_serious",
        "báo thanh tra, cấp trên có góp ý nghiêm trọng",
        Every(timedelta(minutes=5)),
        tell_of_serious,
    ),
    Entry(
        "tell_of_quarantine",
        "báo thanh tra có phiếu máy tính bảng để riêng chờ quyết định",
        Every(timedelta(minutes=10)),
        tell_of_quarantine,
    ),
    Entry(
        "follow_deliveries",
        "theo dõi phiếu xin lỗi đến khi tới tay người nộp",
        Every(timedelta(minutes=2)),
        follow_deliveries,
    ),
    Entry(
        "follow_notices",
        "đăng phiếu xin lỗi đã gửi lên trang công khai, khép phiếu đã hết hạn đăng",
        Every(timedelta(minutes=2)),
        follow_notices,
    ),
    Entry("deliver", "gửi thư đang đợi", Every(timedelta(seconds=30)), deliver),
    Entry("settle", "làm tròn giờ của phiếu đánh giá đã khép", Every(timedelta(minutes=5)), settle),
)


def run_entry(store: Store, entry: Entry, now: datetime) -> bool:
    """One job, now: every turn it has missed, or simply its work. Whether all went well; a failed turn is kept."""
    if isinstance(entry.when, Every):
        entry.do(store, now, "")
        return True
    database = store.database
    database.run(lambda session: begin_job(session, job=entry.job, now=now))
    with database.read() as session:
        turns = due_slots(session, entry.job, entry.when, now)
    fine = [_take_turn(store, entry, turn, now) for turn in turns]
    return all(fine)


def _take_turn(store: Store, entry: Entry, turn: Slot, now: datetime) -> bool:
    """Whether the turn is done, or somebody else's."""
    database, owner, job, slot = store.database, new_owner(), entry.job, turn.name
    if not database.run(lambda session: claim_slot(session, job=job, slot=slot, owner=owner, now=now)):
        return True
    try:
        entry.do(store, now, turn.name)
    except Exception as error:
        log.exception("turn %s of %s failed", turn.name, entry.job)
        why = str(error)[:500]
        database.run(lambda session: fail_slot(session, job=job, slot=slot, owner=owner, now=now, why=why))
        return False
    database.run(lambda session: finish_slot(session, job=job, slot=slot, owner=owner, now=now))
    return True


def _run_guarded(store: Store, entry: Entry, now: datetime) -> bool:
    """A job that fails must not stop the others: it is logged and tried again at the next tick."""
    try:
        return run_entry(store, entry, now)
    except Exception:
        log.exception("job %s failed", entry.job)
        return False


def run_all(store: Store, now: datetime, timetable: tuple[Entry, ...] = TIMETABLE) -> list[str]:
    """Everything that is due at `now`, once, in the order of the timetable: for the demo, tests and `--once`.

    Returns the words of the jobs that went wrong; the others were done all the same.
    """
    return [entry.words for entry in timetable if not _run_guarded(store, entry, now)]


def run_forever(store: Store) -> None:
    """Wake up again and again until told to stop (SIGTERM or Ctrl-C)."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    # A large import works through many ticks of its own; that each of them is passed over is no news.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(timezone=clock.LOCAL)
    for entry in TIMETABLE:
        span = entry.when.span if isinstance(entry.when, Every) else TICK
        scheduler.add_job(
            lambda entry=entry: _run_guarded(store, entry, clock.now()),
            "interval",
            seconds=span.total_seconds(),
            next_run_time=clock.now(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    scheduler.start()
    stop.wait()
    let_large_imports_end()
    scheduler.shutdown(wait=True)
    store.database.close()


def timetable_words() -> list[str]:
    """The timetable in Vietnamese, a line each."""
    return [f"{entry.when.words()}: {entry.words}" for entry in TIMETABLE]
