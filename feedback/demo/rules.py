"""What happened in the sample province: who came, what they asked for, when it was done, what they thought of it.

Pure and seeded: the same seed and last day give the same eight weeks. Times are local (Việt Nam), naive on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

WEEKS = 8
AREA = ("MAU-DB", "Địa bàn mẫu")
PROVINCE = ("MAU", "Tỉnh Mẫu")
AGENCY = ("MAU-DD", "Chi nhánh Văn phòng Đăng ký đất đai khu vực Mẫu")
DEMO_PASSWORD = "mau-lang-nghe-2026"  # noqa: S105  (printed on purpose; works from this machine only)

SIGN_INS = (
    ("canbo", "Trần Thị Thử", "officer", "MAU01"),
    ("chutich", "Nguyễn Văn Mẫu", "head", "MAU01"),
    ("chutich7", "Võ Thu Kiểm Thử", "head", "MAU07"),
    ("lanhdao", "Lê Hữu Ví Dụ", "leader", "MAU-DB"),
    ("lanhdaotinh", "Phạm Ngọc Giả", "leader", "MAU"),
    ("thanhtra", "Hoàng Minh Nháp", "inspector", "MAU"),
    ("quantri", "Đặng Đức Ảo", "administrator", ""),
)
"""Login, name, role, where: who may try the sample. Their one password is printed when it starts."""

NUMBER_WORDS = ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám")
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Hồ")
MIDDLE = ("Văn", "Thị", "Minh", "Hữu", "Ngọc", "Đức", "Thu")
GIVEN = ("Mẫu", "Thử", "Ví Dụ", "Giả", "Nháp", "Ảo", "Kiểm Thử", "Tưởng Tượng")

PROCEDURES = (
    ("2.000815", 26),
    ("2.000884", 14),
    ("1.001193", 12),
    ("1.004873", 12),
    ("1.000656", 5),
    ("1.000894", 5),
    ("1.004859", 4),
    ("2.001035", 6),
    ("1.001612", 4),
    ("1.012753", 5),
    ("1.001699", 3),
    ("1.014027", 2),
)

SKIPPED_HEAD = "Võ Thu Kiểm Thử"
"""The head whose last drafts wait for whoever tries the demo."""

COMMENTS = (
    "Cán bộ hướng dẫn tận tình, tôi chỉ phải đi một lần.",
    "Phòng chờ mát, có ghế cho người già. Cảm ơn.",
    "Đến đúng hẹn mà vẫn phải đợi thêm gần một tiếng.",
    "Bảng hướng dẫn chữ nhỏ quá, mắt kém không đọc được.",
    "Hồ sơ trễ hẹn mà không ai gọi điện báo trước.",
    "Chị ở quầy nói năng nhẹ nhàng, dễ hiểu.",
    "Nên có thêm bàn viết và bút.",
    "Tôi gọi số 0900 000 001 mà không ai nghe máy.",
    "Xin lỗi rõ ràng, hẹn lại đúng ngày, tôi thông cảm.",
    "Lấy số xong không thấy gọi, phải hỏi mới biết.",
)
REASONS = (
    ("verification", "Hồ sơ phải xác minh thêm tại nơi cư trú trước đây, cơ quan phối hợp chưa trả lời kịp."),
    ("workload", "Cán bộ phụ trách nghỉ ốm đột xuất, người thay thế nhận việc chậm hai ngày."),
    ("system", "Phần mềm chuyên ngành gián đoạn trong hai buổi làm việc nên chưa in được kết quả."),
    ("coordination", "Cơ quan phối hợp chuyển văn bản trả lời chậm hơn thời gian trong quy trình nội bộ."),
)


@dataclass(frozen=True, slots=True)
class Commune:
    """One invented commune. `pleased` and `late` are what its citizens and its clock are like, 0…1."""

    number: int
    code: str
    name: str
    pleased: float
    late: float
    busy: float


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file of the sample. `finished` None while it is open; `told` whether its desk will see the delay coming."""

    code: str
    commune: Commune
    procedure: str
    received: datetime
    due: datetime | None
    finished: datetime | None
    status: str
    applicant: str
    email: str
    told: bool


@dataclass(frozen=True, slots=True)
class PlannedAnswer:
    commune: Commune
    counter: int
    at: datetime
    overall: int
    corrected: int | None
    pages: int
    seed: int
    was_late: str
    comment: str


DueAt = Callable[[str, datetime], datetime | None]
InOffice = Callable[[datetime], datetime]


def communes() -> tuple[Commune, ...]:
    """The eight: some good, one poor, one so small that its figures must stay hidden."""
    pleased = (0.93, 0.88, 0.82, 0.90, 0.74, 0.86, 0.62, 0.91)
    late = (0.02, 0.04, 0.06, 0.03, 0.10, 0.05, 0.16, 0.02)
    busy = (9.0, 7.5, 6.5, 6.0, 8.0, 5.5, 6.5, 0.5)
    return tuple(
        Commune(index + 1, f"MAU{index + 1:02d}", f"Xã Mẫu {word}", pleased[index], late[index], busy[index])
        for index, word in enumerate(NUMBER_WORDS)
    )


def first_day(last: date, weeks: int = WEEKS) -> date:
    """The Monday that begins the weeks of which the last day's week is the last."""
    return last - timedelta(days=last.weekday() + 7 * (weeks - 1))


def person(random: Random) -> str:
    return f"{random.choice(FAMILY)} {random.choice(MIDDLE)} {random.choice(GIVEN)}"


def _moment(random: Random, day: date) -> datetime:
    """Some minute of that day's office sessions."""
    minute = random.randrange(0, 480)
    start = 7 * 60 if minute < 270 else 13 * 60 + 30 - 270
    return datetime.combine(day, time()) + timedelta(minutes=start + minute)


def _poisson(random: Random, mean: float) -> int:
    """How many come: Knuth's way, fine for the small means used here."""
    limit, count, product = 2.718281828459045**-mean, 0, random.random()
    while product > limit:
        count += 1
        product *= random.random()
    return count


def plan_files(
    days: Iterable[date], until: datetime, due_at: DueAt, in_office: InOffice, seed: int = 2026
) -> Iterator[PlannedFile]:
    """The files of the given working days, seen at `until`.

    `due_at(procedure code, received)` gives the due time; `in_office(moment)` the last working moment up to then.
    """
    random = Random(seed)
    codes, weights = zip(*PROCEDURES, strict=True)
    for day in days:
        for commune in communes():
            moments = sorted(_moment(random, day) for _ in range(_poisson(random, commune.busy)))
            for number, received in enumerate(moments, start=1):
                procedure = random.choices(codes, weights)[0]
                planned = _plan_one(random, commune, procedure, received, number, due_at, in_office)
                if received <= until:
                    yield planned


def _plan_one(
    random: Random,
    commune: Commune,
    procedure: str,
    received: datetime,
    number: int,
    due_at: DueAt,
    in_office: InOffice,
) -> PlannedFile:
    due = due_at(procedure, received)
    fate = random.random()
    late = random.random() < commune.late
    status, finished = "Đã trả kết quả", None
    if fate < 0.02:
        status = random.choice(("Yêu cầu bổ sung giấy tờ", "Công dân yêu cầu rút hồ sơ", "Không được tiếp nhận"))
    elif due is not None:
        finished = max(received + timedelta(minutes=10), in_office(_finish(random, received, due, late)))
    return PlannedFile(
        code=f"H99.99.{commune.number:02d}-{received:%y%m%d}-{number:04d}",
        commune=commune,
        procedure=procedure,
        received=received,
        due=due,
        finished=finished,
        status=status,
        applicant=person(random),
        email=f"nguoi.nop{random.randrange(1000)}@example.invalid" if random.random() < 0.25 else "",
        told=random.random() < 0.75,
    )


def _finish(random: Random, received: datetime, due: datetime, late: bool) -> datetime:
    if late:
        return due + timedelta(hours=random.choice((3, 20, 26, 50, 74, 98)), minutes=random.randrange(60))
    return received + (due - received) * (0.35 + 0.6 * random.random())


def plan_answers(
    files: Iterable[PlannedFile], days: Iterable[date], until: datetime, seed: int = 35
) -> list[PlannedAnswer]:
    """About one visitor in three answers, on the day of a visit; late files make fewer people content."""
    random = Random(seed)
    working = sorted(days)
    answers = []
    for file in files:
        if random.random() > 0.38:
            continue
        came_back = file.finished is not None and random.random() < 0.5
        at = (
            file.finished if came_back and file.finished else file.received + timedelta(minutes=random.randrange(8, 40))
        )
        if at > until or at.date() not in working:
            continue
        answers.append(_plan_answer(random, file, at, late=came_back and file.due is not None and at > file.due))
    return sorted(answers, key=lambda answer: answer.at)


def _plan_answer(random: Random, file: PlannedFile, at: datetime, *, late: bool) -> PlannedAnswer:
    pleased = random.random() < file.commune.pleased - (0.35 if late else 0)
    overall = random.choice((4, 4, 5, 5, 5)) if pleased else random.choice((1, 2, 2, 3, 3, 3))
    return PlannedAnswer(
        commune=file.commune,
        counter=random.randrange(2),
        at=at,
        overall=overall,
        corrected=random.choice((1, 2, 3, 4, 5)) if random.random() < 0.01 else None,
        pages=random.choice((0, 0, 1, 2, 2, 3)),
        seed=random.randrange(2**31),
        was_late="yes" if late else "no",
        comment=random.choice(COMMENTS) if random.random() < 0.05 else "",
    )
