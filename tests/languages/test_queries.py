"""Languages that come along are complete; a province adds one by a file; a bad file is left out and named."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedback.languages.queries import OWN_FOLDER, built_in, load_languages, template, wanted_words
from feedback.languages.rules import BUILT_IN, flat, places
from tests.languages.samples import MARK, made_up, read_back, write_language


def test_vietnamese_and_english_have_the_same_strings_with_the_same_places():
    vietnamese, english = (built_in(code) for code in BUILT_IN)
    for table in ("page", "tablet"):
        ours, theirs = getattr(vietnamese, table), getattr(english, table)
        assert set(ours) == set(theirs)
        assert [key for key in ours if places(ours[key]) is None or places(ours[key]) != places(theirs[key])] == []
        assert [key for key in ours if not ours[key].strip() or not theirs[key].strip()] == []


def test_every_file_that_comes_with_the_program_is_complete():
    found = load_languages()
    assert found.refused == ()
    assert set(found.known) == {*BUILT_IN, *(path.stem for path in OWN_FOLDER.glob("*.toml"))}


def test_a_province_adds_a_language_by_one_file(tmp_path: Path):
    path = write_language(tmp_path)
    found = load_languages(tmp_path)
    assert found.refused == ()
    assert list(found.known)[:2] == ["vi", "en"]
    assert found.known["zzu"].name == "Zuzu"
    assert found.places == {"zzu": path}


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"language = ", b"[" * 5000, b"x = 1\n" + b"#" * 600_000])
def test_a_file_that_cannot_be_used_is_named_and_the_others_stay(tmp_path: Path, content: bytes):
    write_language(tmp_path, "zzu")
    (tmp_path / "zzb.toml").write_bytes(content)
    found = load_languages(tmp_path)
    assert set(found.known) >= {"vi", "en", "zzu"}
    assert "zzb" not in found.known
    assert len(found.refused) == 1
    assert "zzb.toml chưa dùng được" in found.refused[0]


def test_a_missing_string_is_named_with_its_key(tmp_path: Path):
    write_language(tmp_path, page__tap=None)
    (line,) = load_languages(tmp_path).refused
    assert "thiếu page.tap" in line


def test_no_folder_and_a_folder_that_cannot_be_read_are_no_trouble(tmp_path: Path):
    assert load_languages(tmp_path / "none").refused == ()
    (tmp_path / "dir.toml").mkdir()
    assert len(load_languages(tmp_path).refused) == 1


def test_the_template_asks_for_every_word_and_keeps_what_was_translated():
    empty = read_back(template({}))
    assert {table: set(flat(empty[table])) for table in wanted_words()} == {
        table: set(words) for table, words in wanted_words().items()
    }
    assert not any(text for table in wanted_words() for text in flat(empty[table]).values())
    given = made_up(page__tap=None, page__skip='He said "no"\n\\ đ')
    again = read_back(template(given))
    assert again["page"]["tap"] == ""
    assert again["page"]["skip"] == 'He said "no"\n\\ đ'
    assert again["page"]["done"].startswith(MARK)
    assert "# Bỏ qua\n# Skip\n" in template({})
