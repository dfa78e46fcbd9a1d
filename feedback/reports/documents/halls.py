"""Tablets and stands in words: each tablet's book by day, what has to be looked at, what came late."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from feedback.answers.rules.completeness import say_numbers
from feedback.collection_points.rules.tablets import SILENCE
from feedback.foundation import words
from feedback.reports.documents.cells import Cell, Table, count, text
from feedback.reports.rules.numbers import ScopeKind, WeekNumbers
from feedback.reports.rules.tablets import Halls, LateArrival, SwapLine, TabletDay, TabletLine

BOOK = ("Ghi", "Nhận", "Đang chờ", "Mất", "Giữ riêng", "Im lặng trong giờ làm việc")


def hall_tables(numbers: WeekNumbers) -> list[Table]:
    """What a report says of tablets and stands; nothing where there are none."""
    halls, several = numbers.halls, numbers.scope.kind is not ScopeKind.UNIT
    tables = [_warnings(halls, several=several)]
    tables.append(_by_unit(halls) if several else _by_day(halls))
    tables.append(_late(halls, several=several))
    return [table for table in tables if table.rows]


def _warnings(halls: Halls, *, several: bool) -> Table:
    """Every gap, silence and suspected swap, each named; what was lost first, then by unit, tablet and day."""
    rows = [row for line in halls.tablets for row in _of_tablet(line, several=several)]
    rows += [(Weight.SWAPPED, _swap_row(swap, several=several)) for swap in halls.swaps]
    return Table(
        "can-xem",
        "Máy tính bảng và bảng mã cần xem lại",
        f"Phiếu mất, phiếu còn chờ trên máy, phiếu giữ riêng, máy im lặng từ {duration(SILENCE)} trong giờ làm "
        "việc, bảng mã có thể đặt nhầm quầy.",
        ("Ở đâu", "Ngày", "Điều cần xem"),
        tuple(row for _, row in sorted(rows, key=lambda each: each[0])),
        wordy=frozenset({0, 1, 2}),
    )


class Weight(IntEnum):
    """What is read first."""

    LOST = 1
    SWAPPED = 2
    SILENT = 3
    WAITING = 4
    APART = 5
    ENDED = 6


Weighed = tuple[Weight, tuple[Cell, ...]]


def _of_tablet(line: TabletLine, *, several: bool) -> Iterator[Weighed]:
    where = text(_where(line.unit_name, f"Máy {line.name}", several=several))
    for day in line.days:
        for weight, said in _said(day):
            yield weight, (where, text(words.day(day.day)), text(said))
    if line.ending:
        last = line.days[-1].day if line.days else None
        yield Weight.ENDED, (where, text(words.day(last)), text(f"đã ngừng dùng: {line.ending}"))


def _said(day: TabletDay) -> Iterator[tuple[Weight, str]]:
    if day.lost:
        yield Weight.LOST, f"mất {words.number(day.lost)} phiếu: {say_numbers(day.numbers)}"
    if day.silent_minutes >= SILENCE:
        yield Weight.SILENT, f"im lặng {duration(day.silent_minutes)} trong giờ làm việc"
    if day.waiting:
        yield Weight.WAITING, f"{words.number(day.waiting)} phiếu đang chờ trên máy"
    if day.apart:
        yield Weight.APART, f"{words.number(day.apart)} phiếu giữ riêng"


def _swap_row(swap: SwapLine, *, several: bool) -> tuple[Cell, ...]:
    sides = f"{swap.closed_name} và {swap.open_name}"
    said = (
        f"bảng mã hai quầy có thể bị đặt nhầm: {swap.closed_name} nghỉ mà mã của quầy này nhận "
        f"{words.number(swap.answers)} phiếu, {swap.open_name} mở mà gần như không có phiếu"
    )
    both = "; có ngày ngược lại" if swap.both_ways else ""
    days = ", ".join(words.day(day) for day in swap.days)
    return text(_where(swap.unit_name, sides, several=several)), text(days), text(said + both)


def _by_day(halls: Halls) -> Table:
    """One row for each tablet and day: “ghi 412, nhận 412, mất 0”."""
    return Table(
        "may-tinh-bang",
        "Sổ của từng máy tính bảng",
        "Ghi = nhận + đang chờ + mất. Máy đánh số từng phiếu, nên phiếu không tới thì thiếu số.",
        ("Máy", "Ngày", *BOOK),
        tuple(
            (text(f"Máy {line.name}"), text(words.day(day.day)), *_figures(day))
            for line in halls.tablets
            for day in line.days
        ),
        wordy=frozenset({0, 1}),
    )


def _figures(day: TabletDay) -> tuple[Cell, ...]:
    figures = (day.recorded, day.received, day.waiting, day.lost, day.apart)
    return (*(count(each) for each in figures), Cell(duration(day.silent_minutes), day.silent_minutes))


def _by_unit(halls: Halls) -> Table:
    return Table(
        "may-tinh-bang",
        "Sổ máy tính bảng của từng đơn vị",
        "Ghi = nhận + đang chờ + mất, cả tuần. Từng máy, từng ngày: xem báo cáo của đơn vị.",
        ("Đơn vị", "Số máy", *BOOK),
        tuple(
            (
                text(each.unit_name),
                *map(count, (each.tablets, each.recorded, each.received, each.waiting, each.lost, each.apart)),
                Cell(duration(each.silent_minutes), each.silent_minutes),
            )
            for each in halls.sums
        ),
    )


def _late(halls: Halls, *, several: bool) -> Table:
    return Table(
        "nhan-muon",
        "Phiếu máy tính bảng nhận muộn",
        "Phiếu của các tuần trước, tới sau khi báo cáo tuần ấy đã phát hành. Báo cáo đã phát hành không sửa; các phiếu "
        "này tính vào bốn tuần trước.",
        ("Máy", "Ngày ghi", "Nhận muộn"),
        tuple(_late_row(each, several=several) for each in halls.late),
        wordy=frozenset({0, 1}),
    )


def _late_row(late: LateArrival, *, several: bool) -> tuple[Cell, ...]:
    where = _where(late.unit_name, f"Máy {late.name}", several=several)
    return text(where), text(words.day(late.day)), count(late.received)


def _where(unit: str, place: str, *, several: bool) -> str:
    return f"{unit}: {place}" if several else place


def duration(minutes: int) -> str:
    """“2 giờ 15 phút”, “40 phút”, “0”."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} giờ"] * bool(hours) + [f"{rest} phút"] * bool(rest)
    return " ".join(parts) or "0"
