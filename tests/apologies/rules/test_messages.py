"""Short messages: at most two parts, both spellings, nothing personal, counted as the networks count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.apologies.queries.messages import message_templates
from feedback.apologies.rules.messages import (
    MOST_PARTS,
    is_mobile,
    length_of,
    masked_email,
    masked_phone,
    without_marks,
    write_message,
)

ADDRESS = "https://danhgia.quangtri.gov.vn/h/kmqb27xd9ftw4"
FACTS = {
    "unit": "UBND xã Vĩnh Thủy",
    "code": "H50.41.01-261102-0040",
    "due": "16:00 30/11/2026",
    "address": ADDRESS,
}


@pytest.mark.parametrize(
    ("text", "alphabet", "places", "parts"),
    [
        ("", "7-bit", 0, 1),
        ("a" * 160, "7-bit", 160, 1),
        ("a" * 161, "7-bit", 161, 2),
        ("a" * 306, "7-bit", 306, 2),
        ("a" * 307, "7-bit", 307, 3),
        ("[" * 80, "7-bit", 160, 1),
        ("[" * 81, "7-bit", 162, 2),
        ("ấ" * 70, "UCS2", 70, 1),
        ("ấ" + "a" * 70, "UCS2", 71, 2),
        ("ấ" * 134, "UCS2", 134, 2),
        ("ấ" * 135, "UCS2", 135, 3),
        ("😀" * 35, "UCS2", 70, 1),
        ("à" * 160, "7-bit", 160, 1),
    ],
)
def test_length_is_counted_as_networks_count(text: str, alphabet: str, places: int, parts: int) -> None:
    found = length_of(text)
    assert (found.alphabet, found.places, found.parts) == (alphabet, places, parts)


def test_without_marks_nothing_but_the_marks_is_lost() -> None:
    assert without_marks("Đã hẹn trả lại ở quầy: Ủy ban, đường Nguyễn Huệ") == (
        "Da hen tra lai o quay: Uy ban, duong Nguyen Hue"
    )


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậ ẾỀỂỄỆỘỢỰ", max_size=60), st.booleans())
def test_every_sms_fits_into_two_parts(unit: str, marks: bool) -> None:
    text = write_message(message_templates(), "sms", FACTS | {"unit": unit}, marks=marks)
    assert length_of(text).parts <= MOST_PARTS
    assert FACTS["code"] in text
    assert FACTS["due"] in text


def test_plain_spelling_leads_to_the_survey_and_marks_do_where_they_fit() -> None:
    plain = write_message(message_templates(), "sms", FACTS, marks=False)
    assert plain.startswith("UBND xa Vinh Thuy xin loi ong/ba")
    assert ADDRESS in plain
    assert length_of(plain).alphabet == "7-bit"
    marked = write_message(message_templates(), "sms", FACTS, marks=True)
    assert marked.startswith("UBND xã Vĩnh Thủy xin lỗi")
    assert length_of(marked).alphabet == "UCS2"


def test_without_an_address_no_sentence_leads_nowhere() -> None:
    for channel in ("sms", "zalo"):
        text = write_message(message_templates(), channel, FACTS | {"address": ""}, marks=True)
        assert "óp ý" not in text
        assert text.endswith(".")


def test_zalo_keeps_its_marks_and_says_it_all() -> None:
    text = write_message(message_templates(), "zalo", FACTS, marks=False)
    assert "chưa được trả kết quả đúng hẹn" in text
    assert ADDRESS in text


def test_a_fault_names_no_new_date() -> None:
    templates = message_templates("fault")
    for channel in ("sms", "zalo"):
        assert "16:00" not in write_message(templates, channel, FACTS, marks=False)


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxy ẾỀỂỄỆỘỢỰ", max_size=60), st.booleans())
def test_a_moved_date_fits_into_two_parts_and_names_the_new_one(unit: str, marks: bool) -> None:
    facts = FACTS | {"unit": unit, "before": "16:00 ngày 25/11/2026", "due": "16:00 ngày 26/11/2026", "address": ""}
    text = write_message(message_templates("moved"), "sms", facts, marks=marks)
    assert length_of(text).parts <= MOST_PARTS
    assert "26/11/2026" in text


@pytest.mark.parametrize("phone", ["0912345678", "0351234567", "0868123456"])
def test_mobile_numbers_take_messages(phone: str) -> None:
    assert is_mobile(phone)


@pytest.mark.parametrize("phone", ["", "02333852000", "091234567", "09123456789", "+84912345678", "0912345678\n"])
def test_others_do_not(phone: str) -> None:
    assert not is_mobile(phone)


def test_a_masked_address_tells_two_apart_and_no_more() -> None:
    assert (masked_phone("0912345678"), masked_phone("113")) == ("091***678", "***")
    assert (masked_email("nguyenvana@example.vn"), masked_email("x")) == ("ng***@example.vn", "***")
