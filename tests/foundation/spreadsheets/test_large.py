"""What is read from the disk says the same, or refuses with the same words, as what is read from memory."""

from __future__ import annotations

import pytest

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets import large, open_book
from feedback.foundation.spreadsheets.archive import Limits
from feedback.foundation.spreadsheets.large import open_large
from tests.records.hostile_files import corpus
from tests.records.reference import FILES, LEGACY, content


def seen(book):
    return (
        book.form,
        book.encoding,
        book.converted,
        [(sheet.name, sheet.hidden, sheet.merges, list(sheet.rows())) for sheet in book.sheets],
    )


def told(opener, source):
    try:
        return seen(opener(source))
    except Invalid as refusal:
        return refusal.message


@pytest.fixture
def on_disk(tmp_path):
    def write(data):
        path = tmp_path / "tep"
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize("name", [*FILES, *LEGACY])
def test_an_export_reads_the_same_from_the_disk(name, on_disk):
    path = on_disk(content(name))
    assert seen(open_large(path)) == seen(open_book(content(name)))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_reads_the_same_whatever_ends_its_lines(end, on_disk):
    text = end.join(['\ufeffMã hồ sơ;Ghi chú;"a', 'b"', "1;2;3", "", "4;5;6", f'7;"x{end}y";9'])
    path = on_disk(text.encode())
    assert seen(open_large(path)) == seen(open_book(text.encode()))


def test_letters_of_an_old_font_in_unicode_are_converted_line_by_line(on_disk):
    data = content("D_so-cu-TCVN3.csv").decode("latin-1").encode()
    assert open_book(data).encoding == "TCVN3 (ABC)"
    assert seen(open_large(on_disk(data))) == seen(open_book(data))


def test_hostile_files_are_refused_or_read_as_from_memory(on_disk, monkeypatch):
    small = [(name, data) for name, data in corpus() if len(data) < 30_000]
    assert len(small) > 100
    monkeypatch.setattr("feedback.foundation.spreadsheets.xlsx.STREAMED", Limits())
    different = [name for name, data in small if told(open_large, on_disk(data)) != told(open_book, data)]
    assert different == []


def test_a_line_without_end_is_refused_before_it_fills_the_memory(on_disk, monkeypatch):
    monkeypatch.setattr(large, "LONGEST_LINE", 1_000)
    path = on_disk(("Mã;Ngày\n" + "x" * 5_000).encode())
    with pytest.raises(Invalid, match="Dòng 2 dài quá"):
        list(open_large(path).sheets[0].rows())


def test_what_cannot_be_streamed_stays_small(on_disk, monkeypatch):
    monkeypatch.setattr(large, "MAX_FILE", 1_000)
    with pytest.raises(Invalid, match="lưu thành"):
        open_large(on_disk(content("E_html-doi-duoi.xls")))
    monkeypatch.setattr(large, "MAX_LARGE", 2_000)
    with pytest.raises(Invalid, match="300 MB"):
        open_large(on_disk(content("B_danh-sach-ho-so.csv")))


def test_the_gauge_tells_how_far_reading_has_come(on_disk):
    sheet = open_large(on_disk(b"a;b\n" + b"1;2\n" * 60_000)).sheets[0]
    shares = [sheet.gauge.share for number, _ in enumerate(sheet.rows()) if number % 15_000 == 0]
    assert shares == sorted(shares)
    assert shares[0] < 0.1
    assert shares[-1] > 0.9
