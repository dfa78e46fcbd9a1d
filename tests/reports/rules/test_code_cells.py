"""Small cells are printed nowhere and cannot be computed by anybody who knows the rule, the total and every name."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.reports.rules.code_cells import CellKey, hidden_shares, shown_cells
from feedback.reports.rules.numbers import CodeCell
from feedback.reports.rules.parts import Limits
from feedback.scoring.rules.shares import Share, Standing

SALT = "2026-W46/90001"
KEYS = [CellKey("after_apology", f"Lĩnh vực {name}", late) for name in "ABC" for late in ("late_apologised", "on_time")]
STICKER = CellKey("on_receipt", "", "")
Counts = dict[CellKey, int]


def printed(counts: Counts, salt: str = SALT) -> dict[CellKey, CodeCell]:
    shares = {key: Share(n // 2, n) for key, n in counts.items()}
    return {CellKey(cell.stage, cell.field, cell.lateness): cell for cell in shown_cells(shares, Limits(), salt)}


def other_worlds(counts: Counts, hidden: list[CellKey]) -> list[Counts]:
    """Every world with the same total in which one answer lies in another hidden cell."""
    moves = [(a, b) for a in hidden for b in hidden if a != b and counts[a] > 1]
    return [counts | {a: counts[a] - 1, b: counts[b] + 1} for a, b in moves]


def computable(counts: Counts) -> list[CellKey]:
    """The small cells whose number somebody knows for sure who has the print, the total and the names of all cells."""
    seen = {key: cell.figure.n for key, cell in printed(counts).items()}
    hidden = [key for key, n in counts.items() if n and key not in seen]
    worlds = [
        world
        for world in other_worlds(counts, hidden)
        if {key: cell.figure.n for key, cell in printed(world).items()} == seen
    ]
    small = [key for key in hidden if counts[key] < 5]
    return [key for key in small if seen and all(world[key] == counts[key] for world in worlds)]


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*KEYS, STICKER]), st.one_of(st.integers(0, 6), st.integers(0, 40)), min_size=1, max_size=7
    )
)
def test_no_cell_under_five_is_printed_or_computable(counts: Counts):
    seen = printed(counts)
    assert all(cell.figure.n >= 5 for cell in seen.values())
    assert {key: cell.figure.n for key, cell in seen.items()} == {key: counts[key] for key in seen}
    assert computable(counts) == []


def test_the_attack_bites_where_only_the_smallest_other_cell_is_hidden():
    """Four, twelve and twelve: hiding one twelve by size leaves the four computable; here both stay away."""
    counts = {KEYS[0]: 4, KEYS[1]: 12, KEYS[2]: 12}
    assert printed(counts) == {}
    more = printed(counts | {KEYS[3]: 20, STICKER: 30})
    assert len(more) == 2
    assert KEYS[0] not in more


def test_without_a_small_cell_all_are_printed_with_their_share_from_ten_on():
    seen = printed({KEYS[0]: 5, KEYS[1]: 7, STICKER: 40})
    assert {key: cell.figure.standing for key, cell in seen.items()} == {
        KEYS[0]: Standing.HIDDEN,
        KEYS[1]: Standing.HIDDEN,
        STICKER: Standing.JUDGED,
    }
    assert seen[KEYS[0]].figure.part is None


def test_a_hidden_share_does_not_come_back_by_subtraction():
    counts = {KEYS[0]: 9, KEYS[1]: 30, STICKER: 40}
    silent = [key for key, cell in printed(counts).items() if cell.figure.part is None]
    assert len(silent) == 2
    assert KEYS[0] in silent


def test_hidden_shares_are_together_as_many_as_a_share_needs():
    shares = {KEYS[0]: Share(2, 5), KEYS[1]: Share(2, 4), KEYS[2]: Share(25, 50)}
    assert hidden_shares(shares, list(shares), frozenset({KEYS[1]}), 10) == frozenset(shares)
    assert hidden_shares({STICKER: Share(25, 50)}, [STICKER], frozenset(), 10) == frozenset()


def test_a_cell_of_one_mind_would_tell_of_everybody_in_it():
    """Whoever has the letters' papers can see which codes were used; "0 %" would be what each of them said."""
    shares = {KEYS[0]: Share(0, 12), KEYS[1]: Share(20, 40), STICKER: Share(10, 30)}
    silent = hidden_shares(shares, list(shares), frozenset(), 10)
    assert KEYS[0] in silent
    assert len(silent) == 2
    one_beside = shares | {KEYS[0]: Share(11, 12)}
    assert KEYS[0] in hidden_shares(one_beside, list(shares), frozenset(), 10)
    alike = {KEYS[0]: Share(0, 12), KEYS[1]: Share(0, 3), STICKER: Share(10, 30)}
    assert hidden_shares(alike, list(alike), frozenset(), 10) == frozenset(alike)


def test_which_cells_stay_away_depends_on_week_and_unit_and_never_on_the_numbers():
    names = dict.fromkeys(KEYS, 8) | {STICKER: 1}
    grown = {key: 8 + number for number, key in enumerate(KEYS)} | {STICKER: 4}
    assert printed(names).keys() == printed(grown).keys()
    assert len({frozenset(printed(names, f"2026-W{week}/90001")) for week in range(1, 30)}) > 3
