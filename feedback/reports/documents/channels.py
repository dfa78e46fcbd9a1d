"""How answers came, in words: every sum with its make-up, and the cells of the one-time codes."""

from __future__ import annotations

from feedback.answers.rules.codes import Lateness, Stage
from feedback.foundation import words
from feedback.reports.documents.cells import Cell, Table, count, interval_of, text, value_of
from feedback.reports.rules.code_cells import MIN_CELL
from feedback.reports.rules.numbers import CodeCell, Span, WeekNumbers

CHANNEL_WORDS = {"qr": "quét mã QR", "tablet": "máy tính bảng", "code": "mã một lần"}
LATENESS_WORDS = {
    Lateness.ON_TIME: "đúng hẹn",
    Lateness.LATE: "trễ hẹn",
    Lateness.LATE_APOLOGISED: "trễ hẹn, đã xin lỗi",
}
CODE_TITLE = "Theo lĩnh vực và tình trạng hẹn trả (mã trên giấy hẹn và phiếu xin lỗi)"
GROUPS_TITLE = "Hài lòng của người có hồ sơ đúng hẹn, trễ hẹn, trễ hẹn đã xin lỗi"
UNKNOWN, ON_STICKERS = "không xác định", "Mã dán trên giấy hẹn (không biết lĩnh vực)"
NO_CELL = f"Chưa nhóm nào hiện được (từ {MIN_CELL} phiếu)"


def made_up_of(span: Span) -> str:
    """“ (quét mã QR 300, máy tính bảng 100)”; "" where the edition does not tell."""
    parts = [f"{CHANNEL_WORDS.get(key, key)} {words.number(n)}" for key, n in _in_order(span) if n]
    return f" ({', '.join(parts)})" if parts else ""


def left_out(span: Span) -> str:
    """“; 3 phiếu của đơn vị ít phiếu chưa gộp vào mức này”; "" where all are in it."""
    return f"; {words.number(span.left_out)} phiếu của đơn vị ít phiếu chưa gộp vào mức này" if span.left_out else ""


def pooling_notes(numbers: WeekNumbers) -> tuple[str, ...]:
    """How the answers of several units come together; of one unit there is nothing to say."""
    if not numbers.units:
        return ()
    told = (
        f"Số chung của một tuần gộp đơn vị có từ {numbers.min_shown} phiếu, để không trừ ra được phiếu của riêng ai; "
        "4 xin 4 luôn và năm yếu tố cũng vậy. Phiếu của đơn vị ít hơn được gộp vào số bốn tuần, bốn tuần một lần, "
        f"khi riêng đơn vị ấy hay cùng các đơn vị cùng địa bàn đủ {numbers.min_shown}."
    )
    return (told,)


def channel_count(channel: str, span: Span) -> Cell:
    """The answers of one channel; a dash where the edition does not tell."""
    return count(span.by_channel.get(channel, 0)) if _is_told(span) else text("–")


def apart(span: Span) -> Cell:
    """“300 / 100 / 12”: the channels in their order."""
    return text(" / ".join(words.number(n) for _, n in _in_order(span))) if _is_told(span) else text("–")


def _is_told(span: Span) -> bool:
    return bool(span.by_channel) or span.answers == 0


def _in_order(span: Span) -> list[tuple[str, int]]:
    known = [(key, span.by_channel.get(key, 0)) for key in CHANNEL_WORDS]
    return known + [(key, n) for key, n in sorted(span.by_channel.items()) if key not in CHANNEL_WORDS]


def has_code_cells(numbers: WeekNumbers) -> bool:
    """Whether the report of this week has the section: a finished week of one unit with answers to codes."""
    return bool(numbers.code_cells) or (
        not numbers.groups
        and numbers.scope.kind == "unit"
        and not numbers.provisional
        and numbers.now.by_channel.get("code", 0) > 0
    )


def code_cells(numbers: WeekNumbers) -> Table:
    rows = tuple(_cell_row(cell) for cell in numbers.code_cells)
    return Table(
        "ma-mot-lan",
        CODE_TITLE,
        f"Nhóm dưới {MIN_CELL} phiếu không hiện ở đâu cả; có nhóm lớn hơn ẩn theo để không trừ ra được. "
        "Nhóm mà gần như mọi người chấm như nhau thì không hiện tỷ lệ, vì nói về từng người trong nhóm. "
        "Mã trên giấy hẹn không biết hồ sơ; mã trên phiếu xin lỗi quên hồ sơ ngay khi dùng.",
        ("Lĩnh vực", "Tình trạng hẹn trả", "Hài lòng", "Khoảng tin cậy 95 %", "n"),
        rows or ((text(NO_CELL), text("–"), text("–"), text("–"), text("–")),),
        wordy=frozenset({0, 1}),
    )


def groups(numbers: WeekNumbers) -> Table:
    """The three groups side by side."""
    return Table(
        "hen-tra",
        GROUPS_TITLE,
        f"Chỉ hiện khi cả ba nhóm đều có từ {numbers.min_shown} phiếu và không trừ ra được nhóm nhỏ nào. Đúng hẹn, trễ "
        "hẹn theo lời người trả lời; đã xin lỗi theo mã trên phiếu xin lỗi. Phiếu không rõ thì không vào nhóm nào.",
        ("Hồ sơ", "Hài lòng", "Khoảng tin cậy 95 %", "n"),
        tuple(
            (
                text(LATENESS_WORDS[Lateness(each.key)]),
                value_of(each.figure),
                interval_of(each.figure),
                count(each.figure.n),
            )
            for each in numbers.groups
        ),
    )


def _cell_row(cell: CodeCell) -> tuple[Cell, ...]:
    known = ON_STICKERS if cell.stage == Stage.ON_RECEIPT and not cell.field else cell.field or UNKNOWN
    late = LATENESS_WORDS[Lateness(cell.lateness)] if cell.lateness else UNKNOWN
    return text(known), text(late), value_of(cell.figure), interval_of(cell.figure), count(cell.figure.n)
