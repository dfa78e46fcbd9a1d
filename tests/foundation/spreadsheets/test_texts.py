from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feedback.foundation.spreadsheets import texts
from feedback.foundation.spreadsheets.texts import TextFile


def filled(folder, words):
    kept = TextFile(folder)
    for word in words:
        kept.append(word)
    return kept


@given(words=st.lists(st.text(st.characters(codec="utf-8") | st.sampled_from("\ud800\udfff")), max_size=12))
def test_every_text_comes_back_as_it_was(tmp_path_factory, words):
    kept = filled(tmp_path_factory.getbasetemp(), words)
    assert (len(kept), [kept[at] for at in range(len(words))]) == (len(words), words)


def test_texts_beyond_those_remembered_come_from_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(texts, "REMEMBERED", 2)
    monkeypatch.setattr(texts, "BUFFER", 64)
    words = [f"Nguyễn Thị {number}" for number in range(500)]
    kept = filled(tmp_path, words)
    assert [kept[at] for at in (499, 0, 250, 2)] == [words[at] for at in (499, 0, 250, 2)]
    kept.append("thêm")
    assert kept[500] == "thêm"


def test_nobody_finds_the_file_by_its_name(tmp_path):
    kept = filled(tmp_path, ["Nguyễn Văn An"] * 10)
    assert kept[9] == "Nguyễn Văn An"
    assert list(tmp_path.iterdir()) == []
