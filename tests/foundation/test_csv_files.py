"""A file is taken whole or not at all, and every wrong line is named at once."""

import pytest

from feedback.foundation.csv_files import read_lines
from feedback.foundation.errors import Invalid


def read(text):
    def number(row):
        if not row["n"].isdigit():
            raise Invalid(f"“{row['n']}” không phải số")
        return int(row["n"])

    def twice(lines):
        return [f"số {each} lặp lại" for each in sorted({each for each in lines if lines.count(each) > 1})]

    return read_lines(text, what="File thử", needed=("n",), read_line=number, check=twice)


def test_a_good_file_with_the_mark_of_excel_is_read():
    assert read("\ufeffn,ghi chú\n1,a\n2,b\n") == [1, 2]


def test_a_missing_column_is_named():
    with pytest.raises(Invalid, match="File thử thiếu cột n"):
        read("m\n1\n")


def test_every_wrong_line_is_named_and_none_is_taken():
    with pytest.raises(Invalid) as refusal:
        read("n\nx\n1\n1\ny\n")
    assert "dòng 2: “x”" in refusal.value.message
    assert "dòng 5: “y”" in refusal.value.message
    assert "số 1 lặp lại" in refusal.value.message


def test_no_more_than_ten_are_shown():
    with pytest.raises(Invalid) as refusal:
        read("n\n" + "x\n" * 30)
    assert refusal.value.message.count("không phải số") == 10
