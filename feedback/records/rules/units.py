"""Which unit a row belongs to: solving agency, else receiving unit, else code prefix, else heading, else the choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback.organisation.rules import keys_within, name_keys
from feedback.records.rules.rows import Facts
from feedback.records.rules.values import code_prefix


@dataclass(frozen=True, slots=True)
class Places:
    """`names` and `prefixes` lead to unit ids; `heading` is the unit above the table, `chosen` the one of `--unit`."""

    names: Mapping[str, int]
    prefixes: Mapping[str, int]
    heading: int | None = None
    chosen: int | None = None


@dataclass(frozen=True, slots=True)
class Belonging:
    """The two units of a file; the one the source does not tell is the other one, "suy ra"."""

    receiving_id: int
    solving_id: int
    receiving_inferred: bool
    solving_inferred: bool
    contradicts_choice: bool


def find_by_name(names: Mapping[str, int], text: str) -> int | None:
    if not text:
        return None
    return next((names[key] for key in name_keys(text) if key in names), None)


def find_heading_unit(names: Mapping[str, int], headings: Sequence[str]) -> int | None:
    """The lowest agency named above the table: the line nearest to it that is a unit, else that ends with one.

    A province is the agency above that of the line below it, so any other unit comes before it.
    """
    lines = list(reversed(headings))
    whole = [unit for line in lines if (unit := find_by_name(names, line)) is not None]
    ending = [names[key] for line in lines for key in keys_within(line) if key in names]
    below = [unit for unit in (*whole, *ending) if unit not in _provinces(names)]
    return next(iter((*below, *whole)), None)


def _provinces(names: Mapping[str, int]) -> frozenset[int]:
    return frozenset(unit for name, unit in names.items() if name.startswith("tinh "))


def belonging(facts: Facts, places: Places) -> Belonging | None:
    """The units of a file; None when nothing tells."""
    solving = find_by_name(places.names, facts.solving_text)
    receiving = find_by_name(places.names, facts.receiving_text)
    fallback = next(
        (
            unit
            for unit in (places.prefixes.get(code_prefix(facts.code)), places.heading, places.chosen)
            if unit is not None
        ),
        None,
    )
    known_receiving = receiving if receiving is not None else (fallback if solving is None else None)
    one = solving if solving is not None else known_receiving
    if one is None:
        return None
    other = known_receiving if known_receiving is not None else one
    told = {one, other}
    return Belonging(
        receiving_id=other,
        solving_id=one,
        receiving_inferred=known_receiving is None,
        solving_inferred=solving is None,
        contradicts_choice=places.chosen is not None and places.chosen not in told,
    )
