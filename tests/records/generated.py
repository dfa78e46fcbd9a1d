"""Registers made at random, with what must come out of them: other columns, other titles, other mistakes each time."""

from __future__ import annotations

import csv
import io
import random
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import xlsxwriter

from tests.records.rules.samples import AS_OF, BIRTH, LAND, MARRIAGE

LOCAL_AS_OF = AS_OF.replace(tzinfo=None)
TITLES: dict[str, tuple[str, ...]] = {
    "number": ("STT", "Số TT", "TT"),
    "code": ("Mã hồ sơ", "Mã HS", "Số hồ sơ", "MÃ HỒ SƠ"),
    "procedure": ("Mã TTHC", "Mã thủ tục"),
    "name": ("Tên TTHC", "Nội dung hồ sơ", "Tên thủ tục"),
    "applicant": ("Chủ hồ sơ", "Họ tên chủ hồ sơ", "Tên tổ chức, cá nhân"),
    "address": ("Địa chỉ", "Địa chỉ chủ hồ sơ"),
    "phone": ("Số điện thoại", "Điện thoại"),
    "received": ("Ngày tiếp nhận", "Nhận hồ sơ", "Thời gian tiếp nhận"),
    "due": ("Ngày hẹn trả", "Hẹn trả kết quả", "Ngày hẹn trả KQ"),
    "result": ("Ngày có kết quả", "Ngày hoàn thành"),
    "status": ("Trạng thái", "Tình trạng"),
    "note": ("Ghi chú", "Hình thức tiếp nhận", "Cán bộ tiếp nhận"),
}
GROUPED = {"received": "Ngày, tháng, năm", "due": "Ngày, tháng, năm", "result": "Trả kết quả"}
PROCEDURES = (MARRIAGE, BIRTH, LAND)
STYLES = (
    *("{0:%d/%m/%Y %H:%M:%S}", "{0:%Y-%m-%d %H:%M}", "{0.hour} giờ {0:%M}, ngày {0:%d/%m/%Y}"),
    *("{0.hour}h{0:%M} {0:%d/%m/%Y}", "\u00a0 {0:%d/%m/%Y %H:%M} "),
)
DAY_STYLES = (
    *("{0:%d/%m/%Y}", "{0:%d-%m-%Y}", "{0:%d.%m.%Y}", "{0.day}/{0.month}/{0:%y}"),
    "Ngày {0:%d} tháng {0:%m} năm {0:%Y}",
)
STATUSES = {"open": ("Đang xử lý", "Được tiếp nhận", "Đang giải quyết"), "done": ("Đã xử lý xong", "Đã có kết quả")}
NOISE = ("blank", "spaces", "group", "header", "index")


@dataclass
class Made:
    """A register's bytes, its form, and the truth: row number → (outcome, code, reasons)."""

    content: bytes
    numbered: bool
    truth: dict[int, tuple[str, str, list[str]]] = field(default_factory=dict)


class Maker:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.numbered = self.random.random() < 0.7
        self.columns = [
            role for role in TITLES if role not in ("address", "note", "status", "result") or self.random.random() < 0.7
        ]
        self.random.shuffle(self.columns)
        self.titles = {role: self.random.choice(TITLES[role]) for role in self.columns}
        self.two_rows = self.numbered and self.random.random() < 0.5
        self.serial = 0
        self.kept: list[dict[str, Any]] = []

    def make(self) -> Made:
        lines: list[tuple[str, Any]] = [("title", "UBND XÃ MẪU"), ("title", "SỔ THEO DÕI HỒ SƠ"), ("header", None)]
        lines = lines if self.random.random() < 0.8 and self.numbered else [("header", None)]
        lines += [("index", None)] if self.numbered and self.random.random() < 0.5 else []
        for _ in range(self.random.randint(5, 40)):
            if self.numbered and self.random.random() < 0.15:
                lines.append((self.random.choice(NOISE), None))
            lines.append(("file", self.file()))
        if self.numbered:
            lines += [("blank", None), ("total", None), ("blank", None), ("signature", None)]
        return self._write(lines)

    # ── one file ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def file(self) -> dict[str, Any]:
        """A row: `cells` by role, what is expected of it, and whether it is hidden."""
        if self.kept and self.random.random() < 0.08:
            return self._repeat()
        self.serial += 1
        received = LOCAL_AS_OF.replace(hour=8) - timedelta(
            days=self.random.randint(2, 120), minutes=-self.random.randint(0, 400)
        )
        procedure = self.random.choice(PROCEDURES)
        made: dict[str, Any] = {
            "code": f"H50.41.03-{received:%y%m%d}-{self.serial:04d}",
            "moments": {"received": received, "due": received + timedelta(days=3), "result": None},
            "procedure": procedure,
            "cells": {"procedure": procedure.code, "name": procedure.name, "applicant": f"Người Mẫu {self.serial}",
                      "phone": "0900 000 003", "address": "Thôn Thử 1", "note": "", "status": ""},
            "reasons": [], "warnings": [], "hidden": False,
        }  # fmt: skip
        if "result" in self.columns and self.random.random() < 0.6:
            made["moments"]["result"] = min(received + timedelta(hours=5), LOCAL_AS_OF)
        if "status" in self.columns:
            made["cells"]["status"] = self.random.choice(STATUSES["done" if made["moments"]["result"] else "open"])
        self._spoil(made)
        self._fill(made)
        if not made["reasons"]:
            self.kept.append(made)
        return made

    def _repeat(self) -> dict[str, Any]:
        original = self.random.choice(self.kept)
        again = {**original, "cells": dict(original["cells"]), "warnings": [], "hidden": False}
        again["cells"]["address"] = "Thôn Thử 9"
        again["cells"]["code"] = f" {original['code'].lower()}\u00a0"
        if self.random.random() < 0.5:
            again["cells"]["applicant"] = "Người Khác"
            again["reasons"] = ["duplicate_conflict"]
        else:
            again["reasons"] = ["duplicate_identical"]
        return again

    def _spoil(self, made: dict[str, Any]) -> None:
        """Perhaps one mistake or oddity, with what it must lead to."""
        cells, moments = made["cells"], made["moments"]
        mistakes: dict[str, Any] = {
            "missing_record_code": lambda: made.update(code=""),
            "bad_record_code": lambda: made.update(code=self.random.choice(["12345", "H50.41.03-26O908-0O07"])),
            "missing_received_date": lambda: moments.update(received=None),
            "due_before_received": lambda: moments.update(due=moments["received"] - timedelta(days=4)),
            "invalid_date": lambda: moments.update(due=self.random.choice(["31/11/2026", "09/15/2026", "hôm qua"])),
            "unknown_procedure": lambda: cells.update(procedure="9.999999", name="Thủ tục không có thật"),
            "received_after_as_of": self._future(made),
        }
        oddities: dict[str, Any] = {
            "missing_due_date": lambda: moments.update(due=self.random.choice([None, "#N/A"])),
            "procedure_found_by_name": lambda: cells.update(procedure=self.random.choice(["", "9.000001"])),
            "bad_phone": lambda: cells.update(phone=self.random.choice(["#REF!", "123", "hỏi sau"])),
            "formula_like_text": lambda: cells.update(
                applicant=self.random.choice(['=HYPERLINK("x")', "-Mẫu", "@SUM(1)"])
            ),
        }
        if self.numbered:
            oddities["hidden_row"] = lambda: made.update(hidden=True)
            oddities["formula_cell"] = lambda: made.update(formula=True)
            oddities["procedure_code_numeric"] = lambda: cells.update(procedure=float(made["procedure"].code))
        dice = self.random.random()
        if dice < 0.2:
            reason = self.random.choice(sorted(mistakes))
            mistakes[reason]()
            made["reasons"] = [reason]
        elif dice < 0.45:
            warning = self.random.choice(sorted(oddities))
            oddities[warning]()
            made["warnings"] = [warning]

    def _future(self, made: dict[str, Any]) -> Any:
        def move() -> None:
            received = LOCAL_AS_OF + timedelta(days=30)
            made["moments"].update(received=received, due=received + timedelta(days=3), result=None)
            made["cells"]["status"] = self.random.choice(STATUSES["open"]) if "status" in self.columns else ""

        return move

    def _fill(self, made: dict[str, Any]) -> None:
        """Write times in one of the styles, text sometimes decomposed, the code sometimes untidy."""
        cells = made["cells"]
        cells["code"] = made["code"]
        if made["code"] and self.random.random() < 0.3:
            cells["code"] = self.random.choice(["\u200b{} ", "{}\u00a0", " {}"]).format(made["code"].lower())
        for role, moment in made["moments"].items():
            cells[role] = self._moment(moment)
        if self.random.random() < 0.3:
            cells["name"] = unicodedata.normalize("NFD", cells["name"])

    def _moment(self, moment: Any) -> Any:
        if moment is None or isinstance(moment, str):
            return moment or ""
        if self.numbered and self.random.random() < 0.3:
            serial = (moment - datetime.combine(date(1899, 12, 30), datetime.min.time())) / timedelta(days=1)
            return self.random.choice([moment, round(serial, 6), int(serial)])
        return self.random.choice(STYLES + DAY_STYLES).format(moment)

    # ── the whole sheet ───────────────────────────────────────────────────────────────────────────────────────────────

    def _write(self, lines: list[tuple[str, Any]]) -> Made:
        return self._write_sheet(lines) if self.numbered else self._write_text(lines)

    def _truth(self, made: dict[str, Any]) -> tuple[str, str, list[str]]:
        if made["reasons"]:
            return ("rejected", made["code"], made["reasons"])
        return ("accepted_with_warning" if made["warnings"] else "accepted", made["code"], made["warnings"])

    def _write_text(self, lines: list[tuple[str, Any]]) -> Made:
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=self.random.choice(";,\t"), lineterminator="\r\n")
        made = Made(b"", False)
        for number, (kind, each) in enumerate(lines):
            if kind == "header":
                writer.writerow([self.titles[role] for role in self.columns])
            else:
                writer.writerow(
                    [each["cells"].get(role, number) if role != "number" else number for role in self.columns]
                )
                made.truth[number] = self._truth(each)
        made.content = stream.getvalue().encode("utf-8-sig" if self.random.random() < 0.5 else "utf-8")
        return made

    def _write_sheet(self, lines: list[tuple[str, Any]]) -> Made:
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        self.page, self.stamp = book.add_worksheet("Sổ"), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        made, at = Made(b"", True), 0
        for kind, each in lines:
            at = getattr(self, f"_{kind}")(at, each, made)
        book.add_worksheet("Tổng hợp").write_row(0, 0, ["Lĩnh vực", "Số hồ sơ"])
        book.close()
        made.content = stream.getvalue()
        return made

    def _one(self, at: int, made: Made) -> int:
        made.truth[at + 1] = ("ignored", "", [])
        return at + 1

    def _title(self, at: int, text: str, made: Made) -> int:
        self.page.merge_range(at, 0, at, len(self.columns) - 1, text)
        return self._one(at, made)

    def _group(self, at: int, _: Any, made: Made) -> int:
        text = self.random.choice(["Lĩnh vực: Hộ tịch", "I. HỒ SƠ TRONG KỲ", "Đất đai", "2. Hồ sơ kỳ trước"])
        return self._title(at, text, made)

    def _blank(self, at: int, _: Any, made: Made) -> int:
        return self._one(at, made)

    def _spaces(self, at: int, _: Any, made: Made) -> int:
        self.page.write_row(at, 0, ["   ", "\u00a0", " "])
        return self._one(at, made)

    def _total(self, at: int, _: Any, made: Made) -> int:
        self.page.write_string(at, 0, "Tổng cộng: (bằng số)")
        self.page.write_formula(at, 3, "=SUM(E1:E9)", None, 9)
        return self._one(at, made)

    def _signature(self, at: int, _: Any, made: Made) -> int:
        self.page.write_string(at, 0, "NGƯỜI LẬP BIỂU")
        self.page.write_string(at, len(self.columns) - 2, "Quảng Trị, ngày 20 tháng 11 năm 2026")
        return self._one(at, made)

    def _index(self, at: int, _: Any, made: Made) -> int:
        self.page.write_row(at, 0, [f"({number})" for number in range(1, len(self.columns) + 1)])
        return self._one(at, made)

    def _header(self, at: int, _: Any, made: Made) -> int:
        for column, role in enumerate(self.columns):
            if self.two_rows and role in GROUPED:
                self.page.write_string(at, column, GROUPED[role])
                self.page.write_string(at + 1, column, self.titles[role])
            elif self.two_rows:
                self.page.merge_range(at, column, at + 1, column, self.titles[role])
            else:
                self.page.write_string(at, column, self.titles[role])
        after = self._one(at, made)
        return self._one(after, made) if self.two_rows else after

    def _file(self, at: int, each: dict[str, Any], made: Made) -> int:
        for column, role in enumerate(self.columns):
            value = at if role == "number" else each["cells"].get(role, "")
            if role == "applicant" and each.get("formula") and not each["reasons"]:
                self.page.write_formula(at, column, '="x"', None, value)
            elif isinstance(value, datetime):
                self.page.write_datetime(at, column, value, self.stamp)
            elif value != "":
                self.page.write(at, column, value)
        if each["hidden"]:
            self.page.set_row(at, None, None, {"hidden": True})
        made.truth[at + 1] = self._truth(each)
        return at + 1
