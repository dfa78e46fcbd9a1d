"""The command line's own words in Vietnamese: click speaks through gettext, and this is what it is told.

A catalogue in memory rather than a compiled file: it cannot be forgotten on installation and is read as code is read.
"""

from __future__ import annotations

from collections.abc import Callable

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

WORDS = {
    "Usage:": "Cách dùng:",
    "Options": "Tùy chọn",
    "Commands": "Lệnh",
    "Positional arguments": "Tham số",
    "Show this message and exit.": "Hiện lời giải thích này rồi thôi.",
    "Show the version and exit.": "Hiện phiên bản rồi thôi.",
    "required": "bắt buộc",
    "deprecated": "sắp bỏ",
    "default: {default}": "mặc định: {default}",
    "env var: {var}": "biến môi trường: {var}",
    "(dynamic)": "(tùy lúc chạy)",
    "Aborted!": "Đã dừng theo ý người dùng.",
    "Error: {message}": "Chưa làm được: {message}",
    "Try '{command} {option}' for help.": "Xem cách dùng: {command} {option}",
    "Missing command.": "Thiếu tên lệnh.",
    "Missing argument": "Thiếu tham số",
    "Missing option": "Thiếu tùy chọn",
    "Missing parameter": "Thiếu",
    "Missing parameter: {param_name}": "Thiếu: {param_name}",
    "Missing {param_type}": "Thiếu {param_type}",
    "No such option {name!r}.": "Không có tùy chọn {name!r}.",
    "No such command {name!r}.": "Không có lệnh {name!r}.",
    "Did you mean {possibility}?": "Có phải ông/bà muốn gõ {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Có phải một trong: {possibilities}?)",
    "Invalid value: {message}": "Giá trị chưa đúng: {message}",
    "Invalid value for {param_hint}: {message}": "Giá trị của {param_hint} chưa đúng: {message}",
    "Could not open file {filename!r}: {message}": "Không mở được tệp {filename!r}: {message}",
    "unknown error": "lỗi chưa rõ",
    "Got unexpected extra argument ({args})": "Thừa tham số ({args})",
    "Got unexpected extra arguments ({args})": "Thừa tham số ({args})",
    "Option {name!r} does not take a value.": "Tùy chọn {name!r} không nhận giá trị.",
    "Option {name!r} requires an argument.": "Tùy chọn {name!r} cần một giá trị.",
    "Option {name!r} requires {nargs} arguments.": "Tùy chọn {name!r} cần {nargs} giá trị.",
    "Argument {name!r} takes {nargs} values.": "Tham số {name!r} nhận {nargs} giá trị.",
    "Takes {nargs} values but 1 was given.": "Cần {nargs} giá trị, mới có 1.",
    "Takes {nargs} values but {len} were given.": "Cần {nargs} giá trị, mới có {len}.",
    "Choose from:\n\t{choices}": "Chọn một trong:\n\t{choices}",
    "{value!r} is not {choice}.": "{value!r} không phải {choice}.",
    "{value!r} is not one of {choices}.": "{value!r} không phải một trong {choices}.",
    "{value!r} does not match the format {format}.": "{value!r} không viết theo mẫu {format}.",
    "{value!r} does not match the formats {formats}.": "{value!r} không viết theo mẫu nào trong {formats}.",
    "{value} is not in the range {range}.": "{value} không nằm trong khoảng {range}.",
    "{value!r} is not a valid {number_type}.": "{value!r} không phải {number_type}.",
    "{value!r} is not a valid boolean. Recognized values: {states}": "{value!r} không phải có hoặc không. Gõ: {states}",
    "{value!r} is not a valid UUID.": "{value!r} không phải mã UUID.",
    "{name} {filename!r} is a file.": "{name} {filename!r} là tệp.",
    "{name} {filename!r} is a directory.": "{name} {filename!r} là thư mục.",
    "{name} {filename!r} is not readable.": "{name} {filename!r} không đọc được.",
    "{name} {filename!r} is not writable.": "{name} {filename!r} không ghi được.",
    "{name} {filename!r} is not executable.": "{name} {filename!r} không chạy được.",
    "{name} {filename!r} does not exist.": "{name} {filename!r} không có.",
    "file": "tệp",
    "directory": "thư mục",
    "path": "đường dẫn",
    "Do you want to continue?": "Ông/bà muốn làm tiếp không?",
    "Confirm the action without prompting.": "Đồng ý trước, không hỏi lại.",
    "Repeat for confirmation": "Gõ lại để xác nhận",
    "Error: The two entered values do not match.": "Hai lần gõ không giống nhau.",
    "Error: invalid input": "Chưa đọc được, xin gõ lại",
}

TYPES: dict[type[click.ParamType], str] = {  # type: ignore[type-arg]
    types.StringParamType: "chữ",
    types.IntParamType: "số nguyên",
    types.FloatParamType: "số",
    types.BoolParamType: "có/không",
}
SPEAKERS = (core, decorators, exceptions, formatting, parser, termui, types)


def say(message: str) -> str:
    """The Vietnamese for a sentence of click's; what is not in the catalogue stays as it is."""
    return WORDS.get(message, message)


def say_counted(one: str, many: str, count: int) -> str:
    return say(one if count == 1 else many)


def in_vietnamese(command: click.Command) -> None:
    """Let click speak Vietnamese, in this process, about this command and all below it."""
    words: dict[str, Callable[..., str]] = {"_": say, "ngettext": say_counted}
    for module in SPEAKERS:
        for name, function in words.items():
            if hasattr(module, name):
                setattr(module, name, function)
    for kind, word in TYPES.items():
        kind.name = word
    _name_the_places(command)


def _name_the_places(command: click.Command) -> None:
    """What stands in the line of use for options, arguments and commands."""
    command.options_metavar = "[TÙY CHỌN]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "LỆNH [THAM SỐ]…"
        for below in command.commands.values():
            _name_the_places(below)
