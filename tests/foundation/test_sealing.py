"""Sealed values open only whole, with their key, where they belong."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.foundation.sealing import KEY_BYTES, CannotOpen, Sealer, load_sealer

SEALER = Sealer(b"k" * KEY_BYTES)
HERE = "record_applicant/12/sealed"


@given(st.binary(), st.text(st.characters(codec="utf-8")))
def test_what_was_sealed_opens_where_it_belongs(plain: bytes, place: str) -> None:
    sealed = SEALER.seal(plain, belongs_to=place)
    assert SEALER.open(sealed, belongs_to=place) == plain


def test_nothing_of_the_value_can_be_read_in_the_sealed_one() -> None:
    sealed = SEALER.seal("Nguyễn Văn Mẫu".encode(), belongs_to=HERE)
    assert "Mẫu".encode() not in sealed
    assert sealed != SEALER.seal("Nguyễn Văn Mẫu".encode(), belongs_to=HERE)


def test_a_value_moved_to_another_row_does_not_open() -> None:
    sealed = SEALER.seal(b"0912345678", belongs_to=HERE)
    with pytest.raises(CannotOpen, match="another row"):
        SEALER.open(sealed, belongs_to="record_applicant/13/sealed")


@given(st.data())
def test_one_altered_bit_and_it_does_not_open(data: st.DataObject) -> None:
    sealed = bytearray(SEALER.seal(b"0912345678", belongs_to=HERE))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(CannotOpen):
        SEALER.open(bytes(sealed), belongs_to=HERE)


@given(st.integers(0, 41))
def test_cut_short_it_does_not_open(length: int) -> None:
    sealed = SEALER.seal(b"0912345678", belongs_to=HERE)
    assert len(sealed) == 42
    with pytest.raises(CannotOpen):
        SEALER.open(sealed[:length], belongs_to=HERE)


def test_another_key_does_not_open_it_and_says_so() -> None:
    sealed = SEALER.seal(b"x", belongs_to=HERE)
    with pytest.raises(CannotOpen, match="another key"):
        Sealer(b"j" * KEY_BYTES).open(sealed, belongs_to=HERE)


def test_json_comes_back_the_same() -> None:
    value = {"họ tên": "Nguyễn 😀", "số": [1, None, 2.5]}
    assert SEALER.open_json(SEALER.seal_json(value, belongs_to=HERE), belongs_to=HERE) == value


def test_every_purpose_has_its_own_key() -> None:
    keys = {SEALER.derive(purpose) for purpose in ("seal", "flask", "receipt")} | {SEALER.master}
    assert len(keys) == 4
    assert all(len(key) == 32 for key in keys)
    assert SEALER.derive("flask") == SEALER.derive("flask")


def test_the_key_is_not_shown() -> None:
    assert "kkk" not in repr(SEALER)


def test_the_key_file_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    first = load_sealer(path)
    assert load_sealer(path) == first
    assert path.read_bytes() == first.master
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(set(first.master)) > 1


def test_two_first_starts_at_once_end_up_with_the_same_key(tmp_path: Path) -> None:
    for number in range(20):
        path = tmp_path / str(number) / "master.key"
        with ThreadPoolExecutor(8) as pool:
            assert len({sealer.master for sealer in pool.map(load_sealer, [path] * 8)}) == 1


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, length: int) -> None:
    (tmp_path / "a").write_bytes(b"x" * length)
    with pytest.raises(ValueError, match="not a key file"):
        load_sealer(tmp_path / "a")
