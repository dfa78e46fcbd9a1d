"""Drawings as SVG: attributes only, no style and no script, so that the page's policy and the PDF both take them.

A drawing is 360 units wide, to be read on a phone without zooming. Where there are too few answers it says so in the
place of the mark; from ten to twenty-nine answers the mark is grey. Every drawing comes with its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from feedback.foundation import words
from feedback.reports.documents.cells import interval_of, value_of
from feedback.reports.rules.numbers import Figure, Files, WeekNumbers
from feedback.scoring.rules.shares import Standing

WIDTH = 360
INK, MUTED, RULE, GREY, BRAND, PALE, AMBER, RED = (
    "#1d2321",
    "#56605d",
    "#d9ddd8",
    "#87908c",
    "#0b5a52",
    "#9cc9c1",
    "#c77700",
    "#a3231b",
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG and what it says, for those who do not see it."""

    key: str
    title: str
    svg: str
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One labelled figure of a drawing."""

    label: str
    figure: Figure


def drawings(numbers: WeekNumbers, *, font: str = "") -> tuple[Drawing, ...]:
    """The drawings of a report. `font` names the family inside the SVG; without it the page's own is inherited."""
    marks = [Mark(f"T{week.week[-2:]}", week.span.satisfaction) for week in numbers.weeks]
    marks.append(Mark(f"T{numbers.week[-2:]}", numbers.now.satisfaction))
    items = [Mark(item.label, item.figure) for item in numbers.courtesies]
    factors = [Mark(factor.label, factor.figure) for factor in numbers.factors]
    every = [
        Drawing("cac-tuan", "Mức hài lòng qua năm tuần", over_weeks(marks, font=font), _in_words(marks)),
        Drawing(
            "dung-han", "Hồ sơ của tuần", files_bar(numbers.now.files, font=font), _files_in_words(numbers.now.files)
        ),
        Drawing("4-xin-4-luon", "4 xin, 4 luôn", bars(items, font=font), _in_words(items)),
        Drawing("nam-yeu-to", "Năm yếu tố", bars(factors, font=font), _in_words(factors)),
    ]
    return tuple(every)


def over_weeks(marks: Sequence[Mark], *, font: str = "") -> str:
    """A dot with its 95 % interval for each week, on a scale from 0 to 100 that is never cut."""
    top, bottom, left, right = 16, 176, 34, WIDTH - 12
    step = (right - left) / len(marks)
    parts = [_grid(top, bottom, left, right)]
    for i, mark in enumerate(marks):
        x = left + step * (i + 0.5)
        parts.append(_week_mark(mark, x, top, bottom, strong=i == len(marks) - 1))
    return _svg(206, "".join(parts), font)


def _grid(top: float, bottom: float, left: float, right: float) -> str:
    lines = []
    for value in (0, 25, 50, 75, 100):
        y = _y(value, top, bottom)
        lines.append(f'<path d="M{left} {y:g}H{right}" stroke="{RULE}" stroke-width="1"/>')
        lines.append(_text(left - 6, y + 4, str(value), size=11, fill=MUTED, anchor="end"))
    return "".join(lines)


def _y(value: float, top: float, bottom: float) -> float:
    return round(bottom - (bottom - top) * value / 100, 2)


def _week_mark(mark: Mark, x: float, top: float, bottom: float, *, strong: bool) -> str:
    label = _text(x, bottom + 20, mark.label, size=12, fill=INK, anchor="middle", bold=strong)
    figure = mark.figure
    if figure.percent is None or figure.low is None or figure.high is None:
        return label + _text(x, bottom - 8, value_of(figure).text, size=10, fill=MUTED, anchor="middle")
    y, low, high = (_y(v, top, bottom) for v in (figure.percent, figure.low, figure.high))
    colour = BRAND if figure.standing is Standing.JUDGED else GREY
    beside = x + 9
    return (
        f'<path d="M{x:g} {low:g}V{high:g}M{x - 5:g} {low:g}h10M{x - 5:g} {high:g}h10" fill="none" '
        f'stroke="{colour}" stroke-width="2"/><circle cx="{x:g}" cy="{y:g}" r="{6 if strong else 5}" fill="{colour}"/>'
        + _text(beside, y + 4, words.number(figure.percent, 1), size=11, fill=INK, bold=strong)
        + label
    )


def bars(marks: Sequence[Mark], *, font: str = "") -> str:
    """A bar for each figure with its interval as a thin line; label above, value at the right."""
    row, left, right = 38, 0, 272
    parts = [_bar(mark, i * row, left, right) for i, mark in enumerate(marks)]
    return _svg(max(len(marks), 1) * row + 4, "".join(parts), font)


def _bar(mark: Mark, top: float, left: float, right: float) -> str:
    wide = right - left
    figure = mark.figure
    label = _text(left, top + 14, mark.label, size=12.5, fill=INK)
    track = f'<rect x="{left}" y="{top + 20:g}" width="{wide}" height="11" rx="2" fill="{RULE}"/>'
    if figure.percent is None or figure.low is None or figure.high is None:
        return label + track + _text(right + 8, top + 30, value_of(figure).text, size=11, fill=MUTED)
    colour = BRAND if figure.standing is Standing.JUDGED else GREY
    length, low, high = (left + wide * v / 100 for v in (figure.percent, figure.low, figure.high))
    middle = top + 25.5
    return (
        label
        + track
        + f'<rect x="{left}" y="{top + 20:g}" width="{length - left:.2f}" height="11" rx="2" fill="{colour}"/>'
        + f'<path d="M{low:.2f} {middle:g}H{high:.2f}M{low:.2f} {middle - 4:g}v8M{high:.2f} {middle - 4:g}v8" '
        + f'stroke="{INK}" stroke-width="1.5" fill="none"/>'
        + _text(right + 8, top + 30, f"{words.number(figure.percent, 1)} %", size=12.5, fill=INK)
    )


def files_bar(files: Files, *, font: str = "") -> str:
    """The counted files of the week as one bar in four parts, with their numbers below."""
    parts = _file_parts(files)
    x, out = 0.0, [f'<rect x="0" y="4" width="{WIDTH}" height="22" rx="3" fill="{RULE}"/>']
    for i, (label, value, colour) in enumerate(parts):
        wide = WIDTH * value / files.counted if files.counted else 0.0
        if wide:
            out.append(f'<rect x="{x:.2f}" y="4" width="{wide:.2f}" height="22" fill="{colour}"/>')
        x += wide
        column, line = i % 2, i // 2
        at, y = column * 184, 48 + line * 22
        out.append(f'<rect x="{at}" y="{y - 10}" width="11" height="11" rx="2" fill="{colour}"/>')
        out.append(_text(at + 17, y, f"{label}: {words.number(value)}", size=12.5, fill=INK))
    return _svg(80, "".join(out), font)


def _file_parts(files: Files) -> tuple[tuple[str, int, str], ...]:
    return (
        ("Xong trong hạn", files.done_in_time, BRAND),
        ("Đang làm, còn hạn", files.open_in_time, PALE),
        ("Xong trễ", files.done_late, AMBER),
        ("Đang quá hạn", files.open_overdue, RED),
    )


def _files_in_words(files: Files) -> str:
    return "; ".join(f"{label}: {words.number(value)}" for label, value, _colour in _file_parts(files)) + "."


def _in_words(marks: Sequence[Mark]) -> str:
    return "; ".join(_mark_in_words(mark) for mark in marks) + "."


def _mark_in_words(mark: Mark) -> str:
    value = f"{mark.label}: {value_of(mark.figure).text}"
    if mark.figure.percent is None:
        return value
    return f"{value}, khoảng tin cậy 95 % {interval_of(mark.figure).text}"


def _text(
    x: float, y: float, content: str, *, size: float, fill: str, anchor: str = "start", bold: bool = False
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{fill}" text-anchor="{anchor}"{weight}>'
        f"{escape(content)}</text>"
    )


def _svg(height: float, content: str, font: str) -> str:
    family = f' font-family="{escape(font)}"' if font else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="100%"{family} '
        f'aria-hidden="true" focusable="false">{content}</svg>'
    )
