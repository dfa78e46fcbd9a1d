"""The numbers of a week as words and tables, once for page, PDF, XLSX and mail: what is not here is printed nowhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from feedback.foundation import words
from feedback.reports.documents.cells import (
    CHANGES,
    INDEX,
    ON_TIME,
    TOO_FEW,
    WITHHELD,
    Cell,
    Fact,
    Report,
    Table,
    count,
    interval_of,
    percent,
    text,
    value_of,
)
from feedback.reports.documents.channels import (
    CHANNEL_WORDS,
    apart,
    channel_count,
    code_cells,
    groups,
    has_code_cells,
    left_out,
    made_up_of,
    pooling_notes,
)
from feedback.reports.documents.halls import hall_tables
from feedback.reports.rules.numbers import PastWeek, Scope, ScopeKind, Span, WeekNumbers
from feedback.reports.rules.running import STEP
from feedback.reports.rules.weeks import parse_week
from feedback.scoring.rules.rates import ON_TIME_TITLE


def report(numbers: WeekNumbers, sha256: str) -> Report:
    """The whole report of an edition, in words."""
    tables = [_summary(numbers)]
    if not numbers.provisional:  # a running week tells neither: see queries.weekly
        tables += [_courtesies(numbers), _factors(numbers)]
    tables.append(_channels(numbers))
    if numbers.groups:
        tables.append(groups(numbers))
    if has_code_cells(numbers):
        tables.append(code_cells(numbers))
    tables += [*hall_tables(numbers), _weeks(numbers)]
    if numbers.units:
        tables += [_units_by_answers(numbers), _units_by_files(numbers)]
    return Report(
        title=f"Báo cáo tuần {parse_week(numbers.week).words}",
        scope=scope_words(numbers.scope),
        period=f"Từ {words.weekday(numbers.monday)} đến hết {words.weekday(numbers.sunday)}",
        provisional=_provisional(numbers),
        sample=numbers.scope.sample,
        facts=_facts(numbers),
        tables=tuple(tables),
        notes=_notes(numbers),
        imprint=(
            f"Chốt số liệu lúc {words.moment(numbers.cut_off)}. Công thức {numbers.formula}. Mã kiểm {sha256[:16]}."
        ),
    )


def scope_words(scope: Scope) -> str:
    """“Xã Hải Lăng”, “Tỉnh Quảng Trị và các đơn vị trực thuộc”, “Địa bàn huyện Hải Lăng cũ”."""
    if scope.kind is ScopeKind.SUBTREE:
        return f"{scope.name} và các đơn vị trực thuộc"
    if scope.kind is ScopeKind.AREA and not scope.name.startswith("Địa bàn"):
        return f"Địa bàn {scope.name}"
    return scope.name


def _provisional(numbers: WeekNumbers) -> str:
    """A week still running says so; its files are counted as they stood at the cut-off."""
    if not numbers.provisional:
        return ""
    return (
        f"Tuần chưa kết thúc: số liệu tạm tính đến {words.moment(numbers.as_of)}. "
        f"Phiếu đánh giá được cộng theo đợt từ {STEP} phiếu của từng đơn vị và kênh, đợt trước hiện khi đợt sau đã đủ; "
        "4 xin 4 luôn, năm yếu tố có khi hết tuần."
    )


def _facts(numbers: WeekNumbers) -> tuple[Fact, ...]:
    now, files, owed = numbers.now, numbers.now.files, numbers.now.apologies
    interval = (
        f"khoảng tin cậy 95 %: {interval_of(now.satisfaction).text}; " if now.satisfaction.percent is not None else ""
    )
    return (
        Fact(
            INDEX,
            value_of(now.satisfaction).text,
            f"{interval}{words.number(now.answers)} phiếu{made_up_of(now)} trên "
            f"{words.number(now.transactions)} lượt giao dịch{left_out(now)}",
            f"So với bốn tuần trước: {CHANGES[numbers.change]}",
        ),
        Fact(
            "Tỷ lệ đúng hạn",
            percent(files.on_time_percent).text,
            f"{words.number(files.late)} hồ sơ trễ hạn trong {words.number(files.counted)} hồ sơ được tính; "
            f"{words.number(files.no_due)} hồ sơ chưa có hạn",
            ON_TIME_TITLE,
        ),
        Fact(
            "Phiếu xin lỗi phải gửi",
            words.number(owed.owed),
            f"{words.number(owed.in_time)} gửi đúng lúc, {words.number(owed.late)} gửi muộn, "
            f"{words.number(owed.unsent)} chưa gửi",
        ),
    )


SUMMARY: tuple[tuple[str, Callable[[Span], Cell]], ...] = (
    ("Khoảng tin cậy 95 %", lambda span: interval_of(span.satisfaction)),
    ("Số phiếu (n), cộng các kênh", lambda span: count(span.answers)),
    *((f"– {label}", partial(channel_count, channel)) for channel, label in CHANNEL_WORDS.items()),
    ("Lượt giao dịch (hồ sơ nhận hoặc xong)", lambda span: count(span.transactions)),
    ("Phiếu trên lượt giao dịch", lambda span: percent(span.response_percent)),
    ("Số phiếu nên có để làm mẫu", lambda span: count(span.wanted_answers)),
    ("Phiếu được đánh dấu để xem lại (vẫn tính)", lambda span: count(span.flagged)),
    (ON_TIME, lambda span: percent(span.files.on_time_percent)),
    ("Hồ sơ được tính", lambda span: count(span.files.counted)),
    ("– xong trong hạn", lambda span: count(span.files.done_in_time)),
    ("– đang giải quyết, còn hạn", lambda span: count(span.files.open_in_time)),
    ("Hồ sơ trễ hạn", lambda span: count(span.files.late)),
    ("– xong trễ", lambda span: count(span.files.done_late)),
    ("– đang quá hạn", lambda span: count(span.files.open_overdue)),
    ("– trong đó phải bổ sung từ hai lần (tính trễ theo QĐ 766)", lambda span: count(span.files.repeated)),
    ("Hồ sơ chưa có hạn", lambda span: count(span.files.no_due)),
    ("Hồ sơ không ghi ngày hẹn, còn trong hạn tính toán (chưa tính)", lambda span: count(span.files.computed_in_time)),
    ("Hồ sơ không ghi ngày hẹn, quá hạn tính toán (chưa tính)", lambda span: count(span.files.computed_late)),
    ("Hồ sơ chờ bổ sung, rút, từ chối, dừng không rõ lúc nào (chưa tính)", lambda span: count(span.files.aside)),
    ("Kết quả ghi lùi ngày trước hạn (cần xem lại)", lambda span: count(span.files.dated_back)),
    ("Phiếu xin lỗi phải gửi", lambda span: count(span.apologies.owed)),
    ("– gửi đúng lúc", lambda span: count(span.apologies.in_time)),
    ("– gửi muộn", lambda span: count(span.apologies.late)),
    ("– chưa gửi", lambda span: count(span.apologies.unsent)),
)
LEFT_OUT_AT = 2
"""Below the number of answers."""


def _summary(numbers: WeekNumbers) -> Table:
    first = (
        text(INDEX),
        value_of(numbers.now.satisfaction),
        value_of(numbers.before.satisfaction),
        text(CHANGES[numbers.change]),
    )
    rows = list(SUMMARY)
    if numbers.now.left_out or numbers.before.left_out:
        rows.insert(LEFT_OUT_AT, ("– chưa gộp vào mức hài lòng (đơn vị ít phiếu)", lambda span: count(span.left_out)))
    rest = ((text(label), of(numbers.now), of(numbers.before), text("")) for label, of in rows)
    return Table(
        "tom-tat",
        "Tóm tắt",
        "Bốn tuần trước được tính như một kỳ 28 ngày.",
        ("Chỉ tiêu", "Tuần này", "Bốn tuần trước", "So sánh"),
        (first, *rest),
        wordy=frozenset({0, 3}),
    )


def _courtesies(numbers: WeekNumbers) -> Table:
    return Table(
        "4-xin-4-luon",
        "4 xin, 4 luôn",
        "Tỷ lệ trả lời “Có” trên số trả lời “Có” hoặc “Không”. “Không rõ” không nằm trong mẫu số.",
        ("Điều", "Tỷ lệ “Có”", "Khoảng tin cậy 95 %", "n", "Không rõ"),
        tuple(
            (
                text(item.label),
                value_of(item.figure),
                interval_of(item.figure),
                count(item.figure.n),
                text("–") if item.unsure is None else count(item.unsure),
            )
            for item in numbers.courtesies
        ),
    )


def _factors(numbers: WeekNumbers) -> Table:
    return Table(
        "nam-yeu-to",
        "Năm yếu tố",
        "Mức 4 và 5 trên số trả lời hợp lệ của các ý thuộc yếu tố, gộp lại. Mỗi phiếu hỏi bốn ý nên mỗi yếu tố "
        "có n riêng. Theo mẫu phiếu 2026, nguồn thứ cấp.",
        ("Yếu tố", "Hài lòng", "Khoảng tin cậy 95 %", "n"),
        tuple((text(f.label), value_of(f.figure), interval_of(f.figure), count(f.figure.n)) for f in numbers.factors),
    )


def _channels(numbers: WeekNumbers) -> Table:
    return Table(
        "kenh",
        "Theo kênh trả lời",
        "Các kênh có người trả lời khác nhau nên để riêng.",
        ("Kênh", "Hài lòng", "Khoảng tin cậy 95 %", "n"),
        tuple((text(c.label), value_of(c.figure), interval_of(c.figure), count(c.figure.n)) for c in numbers.channels),
    )


ANSWER_COLUMNS = ("Hài lòng", "Khoảng tin cậy 95 %", "n", "QR / máy / mã", "Lượt giao dịch")
FILE_COLUMNS = ("Đúng hạn", "Trễ hạn", "Chưa có hạn", "Xin lỗi phải gửi", "Gửi đúng lúc", "Gửi muộn")


def _answer_cells(span: Span) -> tuple[Cell, ...]:
    figure = span.satisfaction
    return value_of(figure), interval_of(figure), count(span.answers), apart(span), count(span.transactions)


def _file_cells(span: Span) -> tuple[Cell, ...]:
    return (
        percent(span.files.on_time_percent),
        count(span.files.late),
        count(span.files.no_due),
        count(span.apologies.owed),
        count(span.apologies.in_time),
        count(span.apologies.late),
    )


def _name(week: PastWeek) -> Cell:
    return text(parse_week(week.week).words)


def _weeks(numbers: WeekNumbers) -> Table:
    every = (*numbers.weeks, PastWeek(numbers.week, numbers.monday, numbers.now))
    return Table(
        "cac-tuan",
        "Bốn tuần trước và tuần này",
        f"Đúng hạn: {ON_TIME_TITLE}.",
        ("Tuần", *ANSWER_COLUMNS, *FILE_COLUMNS),
        tuple((_name(week), *_answer_cells(week.span), *_file_cells(week.span)) for week in every),
    )


def _units_by_answers(numbers: WeekNumbers) -> Table:
    """By name; a column of bands only when the intervals of at least two units separate."""
    banded = any(unit.band for unit in numbers.units)
    note = "Xếp theo tên, không xếp hạng."
    if banded:
        note = "Xếp theo tên. Đơn vị cùng nhóm là chưa phân biệt được: khoảng tin cậy còn chồng lên nhau."
    return Table(
        "don-vi-tiep-nhan",
        "Từng đơn vị tiếp nhận",
        note,
        ("Đơn vị", *ANSWER_COLUMNS, "So với bốn tuần trước", *(("Nhóm",) if banded else ())),
        tuple(
            (
                text(unit.name),
                *_answer_cells(unit.span),
                text(CHANGES[unit.change]),
                *((count(unit.band) if unit.band else text("–"),) if banded else ()),
            )
            for unit in numbers.units
        ),
        wordy=frozenset({0, len(ANSWER_COLUMNS) + 1}),
    )


def _units_by_files(numbers: WeekNumbers) -> Table:
    return Table(
        "don-vi-giai-quyet",
        "Từng đơn vị giải quyết",
        f"Xếp theo tên. Đúng hạn: {ON_TIME_TITLE}.",
        ("Đơn vị", *FILE_COLUMNS),
        tuple((text(unit.name), *_file_cells(unit.span)) for unit in numbers.units),
    )


def _notes(numbers: WeekNumbers) -> tuple[str, ...]:
    return (
        f"{INDEX}: số phiếu chọn mức 4 và 5 trên số phiếu hợp lệ.",
        "Người trả lời tự chọn có trả lời hay không, nên con số không nói thay mọi người dân.",
        f"Khoảng tin cậy 95 % tính theo Wilson. Dưới {numbers.min_shown} phiếu không hiện tỷ lệ (“{TOO_FEW}”).",
        "Ba kênh: quét mã QR ở quầy, máy tính bảng, mã một lần trên giấy. Cột “QR / máy / mã” đếm từng kênh.",
        f"Dưới {numbers.min_judged} phiếu không so sánh, không xếp nhóm.",
        f"“{WITHHELD}”: đủ phiếu nhưng không hiện, để không trừ hay suy ra được phiếu của ít người hơn.",
        *pooling_notes(numbers),
        "Chỉ ghi “cao hơn”, “thấp hơn” khi khoảng tin cậy của chênh lệch không chứa số 0; còn lại là dao động thường.",
        "Số phiếu nên có: N/(1 + N·e²), N là lượt giao dịch, e = 5 % (cách lấy mẫu cũ của Bộ Nội vụ, 2012–2013).",
        "Mức hài lòng, 4 xin 4 luôn và lượt giao dịch tính cho đơn vị tiếp nhận.",
        "Đúng hạn, trễ hạn và xin lỗi tính cho đơn vị giải quyết.",
        "Hồ sơ của một kỳ là hồ sơ xong trong kỳ và hồ sơ còn mở lúc 24:00 ngày cuối kỳ.",
        "Phiếu xin lỗi phải gửi là phiếu có hạn gửi trong kỳ.",
    )
