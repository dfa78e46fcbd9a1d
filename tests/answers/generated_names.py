"""Made-up comments that name a person or an address, and as many that only look so: seeded. Nobody is meant."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from pathlib import Path

from feedback.answers.rules.names import ADDRESS, NAME, find_marks
from tests.answers.generated_comments import Item, Measured, bare

_TALK = tomllib.loads((Path(__file__).parent / "data" / "plain_talk.toml").read_text(encoding="utf-8"))
NAME_FRAMES, SAID, NEUTRAL_NAME = _TALK["name_frames"], _TALK["said"], _TALK["neutral_name"]
STREETS, VILLAGES = _TALK["streets"], _TALK["villages"]
ADDRESS_FRAMES, NEUTRAL_ADDRESS = _TALK["address_frames"], _TALK["neutral_address"]
FAMILIES, MIDDLES, GIVEN = _TALK["families"], _TALK["middles"], _TALK["given"]
TITLED = ("anh", "chị", "ông", "bà", "cô", "chú", "bác", "Anh", "Chị", "Ông", "Bà", "Cô", "chị cán bộ", "anh công an")


def _name(dice: random.Random) -> tuple[str, bool]:
    """A name as written, and whether only a frame such as “tên là” gives it away."""
    family, middle, given = dice.choice(FAMILIES), dice.choice(MIDDLES), dice.choice(GIVEN)
    full = " ".join(
        dice.choice(
            [
                (family, middle, given),
                (family, middle, given),
                (family, given),
                (family, middle, dice.choice(GIVEN), given),
            ]
        )
    )
    way = dice.randrange(10)
    if way < 4:
        return full, False
    if way == 4:
        return f"{family} {dice.choice(['Văn', 'Thị'])} {given}".lower(), False
    if way == 5:
        return bare(
            f"{dice.choice(['Nguyễn', 'Trần', 'Phạm', 'Hoàng', 'Lê'])} {dice.choice(['Văn', 'Thị'])} {given}"
        ).lower(), True
    if way == 6:
        return bare(full), True
    return given, True


def positives(kind: str, seed: int, n: int) -> Iterator[Item]:
    dice = random.Random(f"{seed}/{kind}")
    for _ in range(n):
        if kind == ADDRESS:
            secret = _address(dice)
            before, _, after = dice.choice(ADDRESS_FRAMES).partition("{}")
        else:
            secret, needs_cue = _name(dice)
            frame = dice.choice(SAID if needs_cue and " " in secret and dice.random() < 0.6 else NAME_FRAMES)
            if (needs_cue and frame in NAME_FRAMES) or (dice.random() < 0.3 and frame in NAME_FRAMES):
                frame = frame.replace("{}", f"{dice.choice(TITLED)} {{}}")
            before, _, after = frame.partition("{}")
        yield Item(kind, before, secret, after)


def _address(dice: random.Random) -> str:
    number = dice.choice(
        [f"{dice.randrange(1, 400)}", f"{dice.randrange(1, 99)}/{dice.randrange(1, 30)}", f"{dice.randrange(1, 99)}B"]
    )
    street, village = dice.choice(STREETS[:6] + STREETS[7:]), dice.choice(VILLAGES)
    way = dice.randrange(12)
    choices = (
        f"số nhà {number} đường {street}",
        f"số {number} {street}",
        f"{number} đường {street}",
        f"kiệt {dice.randrange(1, 60)} {street}",
        f"thôn {village}",
        f"thôn {dice.randrange(1, 12)}",
        f"tổ {dice.randrange(1, 15)}",
        f"khu phố {dice.randrange(1, 12)}",
        f"xã {village}",
        f"phường {village}",
        f"đường {street}",
        f"xóm {dice.randrange(1, 9)}, thôn {village}, xã {dice.choice(VILLAGES)}",
    )
    text = choices[way]
    return bare(text) if dice.random() < 0.15 else text


def neutral(kind: str, seed: int, n: int) -> Iterator[str]:
    """Comments without a name (or an address), made of plain talk."""
    dice = random.Random(f"{seed}/{kind}/neutral")
    talk = NEUTRAL_NAME if kind == NAME else NEUTRAL_ADDRESS
    for _ in range(n):
        said = dice.sample(talk, dice.choice([1, 2, 2, 3]))
        text = dice.choice([", ", ". ", "; ", "\n"]).join(said)
        yield bare(text) if dice.random() < 0.2 else text


def measure(kind: str, seed: int, n: int = 1200) -> Measured:
    """A name is found when a mark covers it, with at most its title before it; every other mark is false."""
    found = false = 0
    missed: list[tuple[str, str]] = []
    for item in positives(kind, seed, n):
        text = item.text
        marks = [(each.start, each.end) for each in find_marks(text) if each.kind == kind]
        spot = (len(item.before), len(item.before) + len(item.secret))
        hits = [
            each
            for each in marks
            if each[0] <= spot[0] and each[1] >= spot[1] and each[1] - each[0] <= len(item.secret) + 14
        ]
        found += bool(hits)
        false += len(marks) - bool(hits)
        if not hits:
            missed.append((text, str([text[a:b] for a, b in marks])))
    for text in neutral(kind, seed, n):
        marks = [(each.start, each.end) for each in find_marks(text) if each.kind == kind]
        false += len(marks)
        if marks:
            missed.append((text, str([text[a:b] for a, b in marks])))
    return Measured(kind, n, found, false, tuple(missed))
