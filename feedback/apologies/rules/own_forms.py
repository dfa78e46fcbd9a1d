"""A province's own wording of a notice, as a small text file: read, and refused with what is wrong in it."""

import re
import tomllib
from datetime import date
from string import Formatter
from typing import Any

from feedback.apologies.rules.form import NAMES, USE_WORDS, Form
from feedback.foundation.errors import Invalid
from feedback.foundation.text import clean

LARGEST = 20_000
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+){0,7}")
TEXTS = {"title": 200, "source": 400, "to": 200, "signer": 100, "signer_note": 100, "number": 40}
"""Fields of plain text and how long each may be."""
NEEDED = {
    "late": ("reason", "new_day"),
    "fault": ("faults", "reason", "remedy"),
    "withdrawal": ("first_number", "first_day", "reason"),
}
"""What a paper of that use must say: NĐ 61/2018 Điều 19.9 asks for the reason and the new date."""
FIELDS = {"key", "use", "dated", "body", *TEXTS}
LONGEST_BODY, MOST_PARAGRAPHS = 6_000, 20


def _where(error: tomllib.TOMLDecodeError) -> str:
    """The place a parser names in its own language, said in ours."""
    line = re.search(r"at line (\d+)", str(error))
    return f"sai ở dòng {line[1]}" if line else "dừng giữa chừng ở cuối tệp"


def read_form(text: str) -> Form:
    """The form of a TOML text, edition 0. Invalid says, in Vietnamese, the field or the {name} that is wrong."""
    if len(text) > LARGEST:
        raise Invalid(f"Tệp mẫu dài quá {LARGEST} chữ cái. Một mẫu phiếu chỉ chừng một trang.")
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Invalid(
            f"Tệp mẫu viết chưa đúng cách ({_where(error)}). Hãy tải tệp của một mẫu có sẵn ở trang này rồi sửa ở đó."
        ) from error
    _check_fields(read)
    texts = {name: _text(read, name) for name in TEXTS}
    form = Form(
        key=_key(read),
        title=texts["title"],
        source=texts["source"],
        to=texts["to"],
        body=_body(read),
        signer=texts["signer"],
        signer_note=texts["signer_note"],
        use=_use(read),
        number=texts["number"],
        dated=_day(read),
    )
    _check_names(form)
    return form


def write_form(form: Form) -> str:
    """The same form as a text that `read_form` takes: for downloading and changing."""
    lines = [f"key = {_quoted(form.key)}", f"use = {_quoted(form.use)}"]
    lines += [f"dated = {form.dated.isoformat()}"] if form.dated else []
    lines += [f"{name} = {_quoted(getattr(form, name))}" for name in TEXTS]
    paragraphs = "".join(f"  {_quoted(each)},\n" for each in form.body)
    return "\n".join(lines) + f"\nbody = [\n{paragraphs}]\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _check_fields(read: dict[str, Any]) -> None:
    strange = sorted(read.keys() - FIELDS)
    if strange:
        raise Invalid(f"Tệp mẫu có mục lạ: {', '.join(strange)}. Các mục dùng được: {', '.join(sorted(FIELDS))}.")


def _text(read: dict[str, Any], name: str) -> str:
    value = read.get(name, "")
    if not isinstance(value, str):
        raise Invalid(f"Mục “{name}” phải là một đoạn chữ trong dấu ngoặc kép.")
    text = clean(value)
    if not text and name not in ("number", "signer_note"):
        raise Invalid(f"Tệp mẫu thiếu mục “{name}”. Mục “source” là văn bản pháp lý của mẫu, bắt buộc phải có.")
    if len(text) > TEXTS[name]:
        raise Invalid(f"Mục “{name}” dài quá {TEXTS[name]} chữ cái.")
    return text


def _key(read: dict[str, Any]) -> str:
    key = read.get("key", "")
    if not isinstance(key, str) or len(key) > 60 or not KEY.fullmatch(key):
        raise Invalid("Mục “key” là tên ngắn của mẫu: chữ thường không dấu, số và gạch nối, ví dụ quang-tri-2026.")
    return key


def _use(read: dict[str, Any]) -> str:
    use = read.get("use", "late")
    if use not in USE_WORDS:
        known = "; ".join(f"{name}: {words}" for name, words in USE_WORDS.items())
        raise Invalid(f"Mục “use” không có giá trị này. Chọn một trong: {known}.")
    return str(use)


def _day(read: dict[str, Any]) -> date:
    day = read.get("dated")
    if type(day) is not date:
        raise Invalid(
            "Mục “dated” là ngày của văn bản ban hành mẫu, viết không có ngoặc kép, ví dụ dated = 2026-03-01."
        )
    return day


def _body(read: dict[str, Any]) -> tuple[str, ...]:
    body = read.get("body")
    if not isinstance(body, list) or not all(isinstance(each, str) and clean(each) for each in body):
        raise Invalid("Mục “body” là các đoạn văn của phiếu, mỗi đoạn một dòng trong ngoặc kép, không để trống.")
    if not 2 <= len(body) <= MOST_PARAGRAPHS or sum(map(len, body)) > LONGEST_BODY:
        raise Invalid(f"Mục “body” cần từ 2 đến {MOST_PARAGRAPHS} đoạn, cả thảy không quá {LONGEST_BODY} chữ cái.")
    return tuple(clean(each) for each in body)


def _check_names(form: Form) -> None:
    used: set[str] = set()
    for text in (form.to, *form.body):
        used |= _names_in(text)
    strange = sorted(used - NAMES.keys())
    if strange:
        raise Invalid(
            f"Mẫu dùng chỗ điền không có: {_braced(strange)}. Các chỗ điền dùng được: {_braced(list(NAMES))}."
        )
    missing = [name for name in NEEDED[form.use] if name not in used]
    if missing:
        told = ", ".join(f"{{{name}}} ({NAMES[name]})" for name in missing)
        raise Invalid(f"Mẫu còn thiếu chỗ điền bắt buộc: {told}.")


def _names_in(text: str) -> set[str]:
    """The {names} of a text. Invalid for a brace left open and for anything but a plain name between two braces."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise Invalid(
            f"Dấu ngoặc nhọn chưa khép đúng trong đoạn “{text[:60]}”. Mỗi chỗ điền viết như {{reason}}."
        ) from error
    names = set()
    for _, name, spec, conversion in parts:
        if name is None:
            continue
        if spec or conversion or not name.isidentifier():
            raise Invalid(f"Chỗ điền {{{name}}} viết chưa đúng: chỉ ghi tên trong ngoặc nhọn, ví dụ {{reason}}.")
        names.add(name)
    return names


def _braced(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
