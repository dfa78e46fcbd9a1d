"""Short messages: which words fit, how long they are on a telephone network, whose number can be written to."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SMS, ZALO = "sms", "zalo"
MOST_PARTS = 2
ZALO_MOST = 2000
MOBILE = re.compile(r"0[35789]\d{8}\Z")
"""Mobile numbers of Việt Nam since 2018 (ten digits; Thông tư 22/2014/TT-BTTTT as changed): others take no message."""
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = frozenset("^{}\\[~]|€\f")
"""3GPP TS 23.038: the 7-bit alphabet, and what takes two places in it."""
SEVEN_BIT, UCS2 = "7-bit", "UCS2"
ONE_PART = {SEVEN_BIT: 160, UCS2: 70}
EACH_PART = {SEVEN_BIT: 153, UCS2: 67}


@dataclass(frozen=True, slots=True)
class Length:
    """How a network counts a message: places in its alphabet, and in how many parts it travels."""

    alphabet: str
    places: int
    parts: int


def length_of(text: str) -> Length:
    """Places and parts as an SMS; one letter outside the 7-bit alphabet makes all of it UCS2."""
    if all(letter in GSM or letter in GSM_TWICE for letter in text):
        alphabet, places = SEVEN_BIT, sum(2 if letter in GSM_TWICE else 1 for letter in text)
    else:
        alphabet, places = UCS2, len(text.encode("utf-16-be")) // 2
    single = places <= ONE_PART[alphabet]
    return Length(alphabet, places, 1 if single else -(-places // EACH_PART[alphabet]))


def without_marks(text: str) -> str:
    """Vietnamese without diacritics: "hẹn trả" becomes "hen tra"."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def is_mobile(phone: str) -> bool:
    return bool(MOBILE.match(phone))


def write_message(
    templates: Mapping[str, Sequence[str]], channel: str, facts: Mapping[str, str], *, marks: bool
) -> str:
    """The first template that fits, filled in. An SMS takes two parts at most; with `marks` it keeps its diacritics.

    Where even the last is too long with diacritics it goes without; a template with an empty {address} is passed over
    unless nothing else is left.
    """
    usable = [each for each in templates[channel] if facts["address"] or "{address}" not in each]
    words = [each.format_map(facts) for each in usable or _without_address(templates[channel])]
    if channel == ZALO:
        return words[0][:ZALO_MOST]
    variants = [*words, *map(without_marks, words)] if marks else list(map(without_marks, words))
    return next((each for each in variants if length_of(each).parts <= MOST_PARTS), variants[-1])


def _without_address(templates: Sequence[str]) -> list[str]:
    """The sentence that leads to the address is the last one of a template."""
    return [each.rpartition(". ")[0] + "." for each in templates]


def masked_phone(phone: str) -> str:
    """Enough to tell two numbers apart when somebody calls: 091***5678."""
    return f"{phone[:3]}***{phone[-3:]}" if len(phone) >= 8 else "***"


def masked_email(address: str) -> str:
    """ma***@example.vn."""
    name, at, host = address.partition("@")
    return f"{name[:2]}***{at}{host}" if at else "***"
