"""Made-up comments with something in them that must be hidden, or that must stay: seeded, as many as asked for.

Written from how people write, not from the rules: `python -m tests.answers.generated_comments` prints what the rules
find (the table in docs/comments.md). No number here is anybody's.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from feedback.answers.rules.masking import MASKS, mask

HELD_OUT_SEED = 20261120
PER_KIND = 1200


@dataclass(frozen=True, slots=True)
class Item:
    """`secret` stands between `before` and `after`; an empty one: nothing in the whole text may change."""

    kind: str
    before: str
    secret: str
    after: str

    @property
    def text(self) -> str:
        return unicodedata.normalize("NFC", f"{self.before}{self.secret}{self.after}")


def digits(dice: random.Random, n: int, *, first: str = "0123456789") -> str:
    return dice.choice(first) + "".join(dice.choice("0123456789") for _ in range(n - 1))


WORDS = dict(zip("0123456789", ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"], strict=True))


def bare(text: str) -> str:
    """Without diacritics, as many people type."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(each for each in plain if not unicodedata.combining(each))


def cut(text: str, sizes: Sequence[int], sign: str) -> str:
    pieces, at = [], 0
    for size in sizes:
        pieces.append(text[at : at + size])
        at += size
    return sign.join([*pieces, text[at:]] if text[at:] else pieces)


SIGNS = (" ", ".", "-", " - ", ". ", "–", "_", "  ", ",", "/", "\n")


def phone(dice: random.Random) -> str:  # noqa: C901 - a list of ways, one after another
    number = "0" + digits(dice, 1, first="35789") + digits(dice, 8)
    way = dice.randrange(16)
    if way < 4:
        return number
    if way < 8:
        return cut(
            number, dice.choice([(4, 3, 3), (3, 3, 4), (4, 6), (4, 2, 2, 2), (2, 4, 4), (5, 5)]), dice.choice(SIGNS)
        )
    if way == 8:
        return dice.choice(["+84", "84", "0084", "+84 ", "(+84)", "(+84) ", "+84-", "+84 (0)"]) + dice.choice(
            [number[1:], cut(number[1:], (3, 3, 3), dice.choice(SIGNS[:3])), cut(number[1:], (2, 3, 4), " ")]
        )
    if way == 9:
        return f"({number[:4]})" + dice.choice([" ", "", "."]) + cut(number[4:], (3, 3), dice.choice(SIGNS[:3]))
    if way == 10:
        spoken = dice.choice([" ", "-", ", "]).join(WORDS[each] for each in number)
        return spoken if dice.random() < 0.5 else bare(spoken)
    if way == 11:
        return dice.choice(["o", "O"]) + number[1:].replace("0", dice.choice(["o", "O", "0"]))
    if way == 12:
        return dice.choice([" ", ".", "-"]).join(number)
    if way == 13:
        return "".join(chr(ord(each) + 0xFEE0) for each in number)
    if way == 14:
        line = "02" + digits(dice, 2, first="0123456789")[:2] + digits(dice, 1, first="3568") + digits(dice, 6)
        return dice.choice(
            [
                line,
                f"({line[:4]}) {line[4:]}",
                cut(line, (4, 7), " "),
                cut(line, (4, 4, 3), "."),
                cut(line, (4, 1, 3, 3), " "),
            ]
        )
    old = "01" + digits(dice, 1, first="2689") + digits(dice, 8)
    return dice.choice([old, cut(old, (4, 3, 4), "."), cut(old, (5, 6), " ")])


def identity(dice: random.Random) -> str:
    citizen = "0" + digits(dice, 1, first="0123456789") + digits(dice, 10)
    old = dice.choice(["19", "20", "24", "04", "18"]) + digits(dice, 7)
    while old.endswith("000"):
        old = digits(dice, 9, first="123")
    way = dice.randrange(10)
    if way < 4:
        return citizen
    if way < 6:
        return cut(citizen, dice.choice([(3, 3, 3, 3), (4, 4, 4), (3, 3, 6), (6, 6)]), dice.choice(SIGNS[:5]))
    if way == 6:
        return old
    if way == 7:
        return cut(old, (3, 3, 3), dice.choice(SIGNS[:3]))
    if way == 8:
        return dice.choice("BCNEKP") + digits(dice, dice.choice([7, 7, 8]))
    return dice.choice(
        [" ".join(citizen), citizen.replace("0", "O"), "".join(chr(ord(each) + 0xFEE0) for each in citizen)]
    )


LOCALS = (
    "nguyenvana",
    "hoa.tran",
    "le_thi_b",
    "minh.hl1985",
    "tuan74",
    "x9",
    "phamhuong2001",
    "co-lan",
    "anh.quang.tri",
    "thaovy_qt",
)
DOMAINS = (
    "gmail.com",
    "yahoo.com.vn",
    "example.com",
    "hotmail.com",
    "quangtri.gov.vn",
    "icloud.com",
    "outlook.com.vn",
    "fpt.edu.vn",
)


def email(dice: random.Random) -> str:
    local, domain = dice.choice(LOCALS) + dice.choice(["", digits(dice, 2)]), dice.choice(DOMAINS)
    way = dice.randrange(12)
    if way < 5:
        return dice.choice([f"{local}@{domain}", f"{local}@{domain}".upper(), f"{local}@{domain}".capitalize()])
    if way == 5:
        return f"{local} @ {domain}"
    if way == 6:
        return (
            local
            + dice.choice(["(at)", " (at) ", "[at]", " at "])
            + domain.replace(".", dice.choice([".", "(dot)", " dot ", "[dot]"]))
        )
    if way == 7:
        sign, dot = dice.choice(["a còng", "a cong", "A còng", "a móc"]), dice.choice([" chấm ", " cham ", "."])
        return f"{local} {sign} {domain.replace('.', dot)}"
    if way == 8:
        return f"{local.replace('.', ' chấm ')} a còng {domain.replace('.', ' chấm ')}"
    if way == 9:
        return f"{local}@{domain.replace('.', ' . ')}"
    if way == 10:
        return f"{local}@{domain.replace('.', ',')}"
    return f"{local}＠{domain}"


def file_code(dice: random.Random) -> str:
    day = f"2{dice.randrange(3, 7)}{dice.randrange(1, 13):02d}{dice.randrange(1, 29):02d}"
    head = dice.choice(
        ["H50", "H56", "H50.00.00", "H50.41.77", "G22.99.2", "H50.21", "000.00.06.H50", "000.00.17.H56", "H50.41.77.01"]
    )
    code = f"{head}-{day}-{digits(dice, 4)}"
    way = dice.randrange(10)
    if way < 5:
        return code
    if way == 5:
        return code.lower()
    if way == 6:
        return code.replace("-", dice.choice([" - ", "–", " ", ".", "/", "-\n"]))
    if way == 7:
        return code.replace(".", " ")
    if way == 8:
        return code.replace("0", "O", 1) if head.startswith("H50") else code
    return f"{day}-{digits(dice, 4)}"


def account(dice: random.Random) -> str:
    way = dice.randrange(6)
    if way < 3:
        return digits(dice, dice.choice([13, 14, 13, 15, 16, 19]))
    if way == 3:
        return cut(digits(dice, 16, first="4569"), (4, 4, 4, 4), dice.choice([" ", "-", "."]))
    if way == 4:
        return cut(
            digits(dice, 13, first="1234567"),
            dice.choice([(4, 4, 5), (3, 3, 3, 4), (5, 4, 4)]),
            dice.choice([" ", ".", "-"]),
        )
    number = digits(dice, dice.choice([8, 10, 11]), first="1234567")
    return number[:-1] + "7"


def plate(dice: random.Random) -> str:
    province = dice.choice(["74", "73", "75", "43", "29", "30", "51", "38", "37", "92", "79", "61"])
    five = digits(dice, 5)
    bike = province + dice.choice("BCDEFGHKLMN") + digits(dice, 1, first="123456789")
    car = province + dice.choice("ABCDFGHKLM")
    way = dice.randrange(10)
    if way < 2:
        return f"{bike}-{five[:3]}.{five[3:]}"
    if way < 4:
        return f"{car}-{five[:3]}.{five[3:]}"
    if way == 4:
        return f"{dice.choice([bike, car])}-{five}"
    if way == 5:
        return f"{dice.choice([bike, car])} {five}"
    if way == 6:
        return f"{province}-{bike[2:]} {five[:3]}.{five[3:]}"
    if way == 7:
        return dice.choice(
            [f"{bike}{five}".lower(), f"{bike}-{five}".lower(), f"{car}{five}", f"{car.lower()}-{five[:3]}.{five[3:]}"]
        )
    if way == 8:
        return dice.choice(
            [
                f"{province}MĐ1-{five[:3]}.{five[3:]}",
                f"{province}LD-{five[:3]}.{five[3:]}",
                f"{province}AA-{five[:3]}.{five[3:]}",
                f"80B-{five[:3]}.{five[3:]}",
            ]
        )
    return f"{car}-{digits(dice, 4)}"


FRAMES: dict[str, tuple[str, ...]] = {
    "any": (
        "{}",
        "Tôi đợi từ 7h30 sáng 12/10/2026 mà chưa xong, {} .",
        "xin ghi lại {} giùm tôi, cảm ơn!",
        "Hồ sơ nộp ngày 05.11.2026, {} - quầy số 3, mong trả lời trước 17h.",
        "({})",
        "Cán bộ đọc to {} cho cả phòng nghe.",
        "phí 50.000đ mà không biên lai; {}; làm sao đòi?",
        "Theo Nghị định 118/2025/NĐ-CP thì không phải nộp lại, {} nhé",
        "Mong xem lại.\n{}\nCảm ơn.",
        "“{}”",
        "chờ 45 phút,{},mà vẫn chưa xong",
        "{}, ai biết chỉ giùm",
        "…{}…",
    ),
    "phone": (
        "gọi tôi {} nha",
        "sdt {}",
        "SĐT:{}",
        "sđt{}nhé",
        "Zalo {} (Hoa)",
        "lien he so {} gap",
        "alo {} cho mk",
        "Số điện thoại của tôi là {}.",
        "đt {} hoặc ra quầy 2",
        "tel: {}",
        "goi vao so {} bao cho toi",
        "sdt cua em la {} a",
        "hotline {} không ai nghe",
        "nhắn tin {} trước 16h30",
    ),
    "identity": (
        "CCCD {}",
        "cccd số {} bị đọc sai",
        "CMND {}",
        "can cuoc cua toi la {}",
        "Số định danh: {}",
        "căn cước công dân số {}, cấp năm 2021",
        "cmnd {} đã cũ",
        "số giấy tờ {} ghi sai",
        "Mang theo CCCD ({}) từ 2 lần",
        "hộ chiếu {}",
        "CMT:{}",
    ),
    "email": (
        "email {}",
        "gửi qua mail {} giúp",
        "Email của tôi: {}",
        "thu dien tu {} khong nhan duoc gi",
        "liên hệ {} nhé",
        "mail: {}",
    ),
    "file_code": (
        "hồ sơ {} trễ 5 ngày",
        "Mã hồ sơ: {}",
        "mã hs {}",
        "ho so so {} van chua co",
        "biên nhận {} hẹn 20/09/2026",
        "HS {} nộp 3 lần",
        "Hồ sơ số {}",
    ),
    "account": (
        "tài khoản {} mang tên tôi",
        "STK {}",
        "stk: {} vietcombank",
        "chuyển vào tk {} lúc 9h15",
        "so tai khoan {} agribank",
        "số thẻ {}",
        "Vietcombank {}",
        "Tôi chuyển nhầm 200.000 đồng vào tài khoản số {}, đề nghị hoàn lại",
        "tài khoản ngân hàng của tôi {}",
    ),
    "plate": (
        "xe {}",
        "biển số {}",
        "bs {} đậu chắn cổng",
        "xe máy {} của tôi bị đòi 5.000đ tiền gửi",
        "Biển kiểm soát {}.",
        "chiếc {} đậu giữa sân",
        "o to {} cua can bo",
    ),
}
NEEDS_ITS_WORD = {"account"}
"""An account of eight digits is nothing without the word before it."""


def _day(dice: random.Random) -> str:
    day, month, year = dice.randrange(1, 29), dice.randrange(1, 13), dice.randrange(1990, 2028)
    return dice.choice(
        [
            f"{day:02d}/{month:02d}/{year}",
            f"{day}.{month}.{year}",
            f"{day:02d}-{month:02d}-{year}",
            f"{day}/{month}",
            f"ngày {day} tháng {month} năm {year}",
            f"{year}-{month:02d}-{day:02d}",
            f"từ {day:02d}/{month:02d}/{year} đến {day + 1:02d}/{month:02d}/{year}",
            f"{day:02d}.{month:02d}.{year} - {day:02d}.{month:02d}.{year}",
            f"T{month}/{year}",
        ]
    )


def _money(dice: random.Random) -> str:
    thousands = dice.randrange(1, 999)
    return dice.choice(
        [
            f"{thousands}.000 đồng",
            f"{thousands}.000đ",
            f"{thousands}k",
            f"{thousands},000 VND",
            f"{thousands}.{dice.randrange(100, 999)}.000 đồng",
            f"{thousands} nghìn",
            f"{thousands} trieu",
            f"{thousands}000000 đ",
            f"{thousands}.000.000",
            f"1.{dice.randrange(100, 999)}.000.000 đồng",
            f"{thousands}tr{dice.randrange(1, 9)}",
            f"{thousands}.500.000 vnđ",
            f"{thousands} 000 đồng",
        ]
    )


def _time(dice: random.Random) -> str:
    hour = dice.randrange(7, 17)
    return dice.choice(
        [
            f"{hour}h{dice.choice(['', '30', '15'])}",
            f"{hour}:30",
            f"{hour} giờ {dice.randrange(1, 60)} phút",
            f"{hour}h-{hour + 1}h30",
            "7.30 - 11.30",
            "07:30-11:30, 13:30-17:00",
            f"{dice.randrange(2, 90)} phút",
            f"{dice.randrange(2, 30)} ngày làm việc",
            f"{hour}g30",
        ]
    )


def _law(dice: random.Random) -> str:
    number, year = dice.randrange(1, 3000), dice.randrange(2008, 2027)
    return dice.choice(
        [
            f"Nghị định {number}/{year}/NĐ-CP",
            f"QĐ {number}/QĐ-BNV",
            f"Thông tư 0{number % 10}/{year}/TT-VPCP",
            f"Luật số 91/{year}/QH15",
            f"Điều {number % 90} khoản {number % 9}",
            f"công văn {number}/UBND-VP ngày 12/3/{year}",
            f"30/{year}/ND-CP",
            f"Quyết định số {number}/QĐ-UBND ngày 05/06/{year}",
        ]
    )


def _number(dice: random.Random) -> str:
    n = dice.randrange(1, 400)
    return dice.choice(
        [
            f"quầy số {n % 9}",
            f"số thứ tự {1000 + n}",
            f"số nhà {n}",
            f"{n} Lê Lợi",
            f"tờ bản đồ số {n}, thửa {n + 7}",
            "gọi 1022",
            "gọi 113 rồi 115",
            "tổng đài 1900 1234",
            "18001091",
            f"{n}m2",
            f"xa {n}km",
            f"{n} người",
            f"mẫu số 0{n % 9 + 1}/CT07",
            f"{n},5 ha",
            f"năm {2000 + n % 27}",
            "các năm 2023, 2024 và 2025",
            f"lớp 12A{n % 9}",
            f"{n % 60 + 2} lần",
            f"phòng 20{n % 9}",
            f"thủ tục 1.00{4000 + n}",
            f"đợt {n % 9}/2026",
            f"{n % 5 + 1} sao 5/5",
            f"36,{n % 9} độ",
            "16,7943 vĩ độ 107,1856",
            f"kết quả {n % 11}/10",
            f"{n}%",
            f"tiết {n % 9}-{n % 9 + 2}",
            "COVID-19",
            "hai ba lần",
            "năm bảy bận",
            "một hai tháng",
            "4 xin 4 luôn",
            f"thôn {n % 9}, tổ {n % 12}",
        ]
    )


TRAPS: tuple[Callable[[random.Random], str], ...] = (_day, _money, _time, _law, _number)
TRAP_FRAMES = (
    "{}",
    "Tôi đợi {} mà chưa xong.",
    "hẹn {} rồi lại {}",
    "Theo {} thì {} là đủ",
    "Nộp {}, trả {}, hỏi {} lần",
    "thu {} không biên lai ({})",
    "goi cho can bo {} khong ai nghe",
    "Mở cửa {}; {}",
    "{}\n{}\n{}",
    "ở {} {}, mong xem lại {}",
    "tài khoản bị trừ {} hôm {}",
    "hồ sơ nộp {} hẹn {}",
    "email báo {} có kết quả",
    "xe chờ {} ngoài cổng",
    "CCCD cấp {} hết hạn {}",
    "điện thoại báo {} quầy {}",
)
SECRETS: dict[str, Callable[[random.Random], str]] = {
    "phone": phone,
    "identity": identity,
    "email": email,
    "file_code": file_code,
    "account": account,
    "plate": plate,
}


def positives(kind: str, seed: int, n: int = PER_KIND) -> Iterator[Item]:
    dice = random.Random(f"{seed}/{kind}")
    for _ in range(n):
        secret = SECRETS[kind](dice)
        own = kind in NEEDS_ITS_WORD or dice.random() < 0.6
        before, _, after = dice.choice(FRAMES[kind] if own else FRAMES["any"]).partition("{}")
        if dice.random() < 0.25:
            before, after = bare(before), bare(after)
        if dice.random() < 0.1:
            before, after = before.upper(), after.upper()
        yield Item(kind, before, unicodedata.normalize("NFC", secret), after)


def traps(seed: int, n: int = PER_KIND) -> Iterator[Item]:
    dice = random.Random(f"{seed}/traps")
    for _ in range(n):
        frame = dice.choice(TRAP_FRAMES)
        text = frame.format(*(dice.choice(TRAPS)(dice) for _ in range(frame.count("{}"))))
        yield Item("trap", bare(text) if dice.random() < 0.25 else text, "", "")


def hidden_exactly(item: Item, masked: str) -> bool:
    """Nothing of the secret is left and nothing else is touched; a bracket or blank beside it may go either way."""
    trim = " ()[]+.,-\n"
    return any(
        masked.replace(" ", "")
        == f"{item.before.rstrip(trim) if loose else item.before}{word}{item.after}".replace(" ", "")
        for word in MASKS
        for loose in (False, True)
    ) or any(_around(item, masked, word) for word in MASKS)


def _around(item: Item, masked: str, word: str) -> bool:
    before, found, after = masked.partition(word)
    trim = " ()[]+.,-\n;:"
    return bool(found) and before.strip(trim) == item.before.strip(trim) and after.strip(trim) == item.after.strip(trim)


@dataclass(frozen=True, slots=True)
class Measured:
    """How much of what must be hidden is, and how much of what is hidden must be."""

    kind: str
    n: int
    found: int
    false: int
    missed: tuple[tuple[str, str], ...]

    @property
    def recall(self) -> float:
        return self.found / self.n

    @property
    def precision(self) -> float:
        return self.found / max(self.found + self.false, 1)


def measure(kind: str, seed: int, n: int = PER_KIND) -> Measured:
    """Over `n` items of that kind and as many traps. A trap that changes, or text eaten beside the secret, is false."""
    found, false, missed = 0, 0, []
    for item in positives(kind, seed, n):
        masked = mask(item.text)
        if hidden_exactly(item, masked):
            found += 1
        else:
            false += masked != item.text
            missed.append((item.text, masked))
    for trap in traps(seed, n):
        masked = mask(trap.text)
        if masked != trap.text:
            false += 1
            missed.append((trap.text, masked))
    return Measured(kind, n, found, false, tuple(missed))
