"""Matching a unit by the name an export prints: “UBND xã Hải Lăng”, “TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ …”."""

from __future__ import annotations

import re

from feedback.foundation.text import fold

_OFFICES = (
    "uy ban nhan dan",
    "ubnd",
    "trung tam phuc vu hanh chinh cong",
    "trung tam pvhcc",
    "ttpvhcc",
    "tt pvhcc",
    "tt. pvhcc",
    "tt.pvhcc",
    "trung tam hanh chinh cong",
    "trung tam hcc",
    "bo phan tiep nhan va tra ket qua",
    "bo phan tiep nhan va tra kq",
    "bo phan tn&tkq",
    "bo phan tn va tkq",
    "bo phan tn va tra kq",
    "bp mot cua",
    "bo phan mot cua",
)
_SHORT = {"tt": "thi tran", "tp": "thanh pho", "tx": "thi xa", "p": "phuong", "x": "xa", "h": "huyen", "t": "tinh"}
_KINDS = ("thanh pho", "thi tran", "thi xa", "dac khu", "phuong", "huyen", "tinh", "xa")


def unit_key(name: str) -> str:
    """The folded name without the office before it and without what follows a comma: “xa hai lang”."""
    key = re.split(r"[,(;]| - (?:tinh|huyen|thanh pho|thi xa) ", fold(name), maxsplit=1)[0].strip(" .:-")
    while office := next((each for each in _OFFICES if key.startswith(each + " ")), ""):
        key = key.removeprefix(office).strip(" .:-")
    return _spell_out(key)


def _spell_out(key: str) -> str:
    """Replace an abbreviated kind at the start: “tt. dien sanh” → “thi tran dien sanh”."""
    first, _, rest = key.replace(".", ". ").replace("  ", " ").partition(" ")
    word = first.rstrip(".")
    if word in _SHORT and rest and (first.endswith(".") or len(word) > 1):
        return f"{_SHORT[word]} {rest.strip()}"
    return key


def name_keys(name: str) -> tuple[str, ...]:
    """Keys to look a printed name up by, most exact first: folded whole, without the office before it, without the
    province behind it ("SỞ TƯ PHÁP TỈNH QUẢNG TRỊ").

    A printed kind is meant: "UBND huyện Hải Lăng" is the district that was, not the commune of that name.
    """
    key = unit_key(name)
    return tuple(dict.fromkeys((fold(name), key, key.partition(" tinh ")[0])))


def own_keys(name: str) -> tuple[str, ...]:
    """Keys a unit itself can be found under: those of its name, and the name without its kind ("hai lang")."""
    key = unit_key(name)
    bare = next((key.removeprefix(kind).strip() for kind in _KINDS if key.startswith(kind + " ")), key)
    return tuple(dict.fromkeys((*name_keys(name), bare)))


def keys_within(line: str) -> tuple[str, ...]:
    """Keys of the names a heading may end with: "Đơn vị: UBND xã Cam Lộ", "SỔ THEO DÕI HỒ SƠ - XÃ CAM LỘ".

    No province: titles name one for many reasons ("theo quyết định của UBND tỉnh …").
    """
    words = unit_key(line.rpartition(":")[2]).split()
    tails = (" ".join(words[start:]) for start in range(len(words)))
    kinds = tuple(f"{kind} " for kind in _KINDS if kind != "tinh")
    return tuple(tail for tail in tails if tail.startswith(kinds))
