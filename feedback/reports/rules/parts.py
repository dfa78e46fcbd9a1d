"""The answers of several units as one: of whom a share is told (`scoring.rules.pooling`), in total and in detail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from feedback.scoring.rules.pooling import Neighbourhoods, poolable
from feedback.scoring.rules.shares import MIN_JUDGED, MIN_SHOWN, Share, YesNo, pooled
from feedback.scoring.rules.suppression import hidden_cells, is_mixed

NONE = Share(0, 0)
CODES = "code"
Places = Mapping[int, Neighbourhoods]
"""Every unit there was → where it belongs."""
NOWHERE: Final[Places] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Limits:
    """How many answers a share needs to be shown and to be judged (settings)."""

    shown: int = MIN_SHOWN
    judged: int = MIN_JUDGED


USUAL: Final = Limits()


@dataclass(frozen=True, slots=True)
class Details:
    """Channels, courtesies and factors of the scope in the week, by key.

    `people`: who answered to a factor; where a form asks several items of one, its share has more answers than that.
    """

    channels: Mapping[str, Share] = field(default_factory=dict)
    courtesies: Mapping[str, YesNo] = field(default_factory=dict)
    factors: Mapping[str, Share] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    channels_apart: bool = True

    def people_of(self, factor: str) -> int:
        return self.people.get(factor, self.factors.get(factor, NONE).n)


def told_share(answers: Mapping[int, Share], limits: Limits) -> Share:
    """What may be told of a week of several units together: the answers of those whose own report tells their share."""
    return pooled(share for share in answers.values() if len(answers) == 1 or share.n >= limits.shown)


def told_window(weeks: Sequence[Mapping[int, Share]], places: Places, limits: Limits, *, own_turn: bool) -> Share:
    """What may be told of the weeks of a window together: its told weeks, and in their own turn also the small weeks of
    a unit as one part, or of a neighbourhood's units where they are enough (`poolable`).

    Small weeks are put together over units in no other way: a unit's own window adds up the same weeks.
    """
    told = pooled(told_share(week, limits) for week in weeks)
    if not own_turn or len(weeks[0]) == 1:
        return told
    small = {unit: pooled(week[unit] for week in weeks if week[unit].n < limits.shown) for unit in weeks[0]}
    inside = poolable({unit: share.n for unit, share in small.items()}, places, limits.shown)
    return pooled((told, *(small[unit] for unit in inside)))


def pool_details(members: Mapping[int, Details], limits: Limits) -> Details:
    """The details of several units together. Channels stay apart only if each unit's own report shows all of its own:
    from a province's channel less its communes' the few answers of one would come back.
    """
    if len(members) == 1:
        return next(iter(members.values()))
    each = members.values()
    shown = all(_shows_channels(of, limits) for of in each)
    inside = {key: [of for of in each if of.people_of(key) >= limits.shown] for key in _keys(of.factors for of in each)}
    return Details(
        channels={key: pooled(of.channels.get(key, NONE) for of in each) for key in _keys(of.channels for of in each)},
        courtesies={key: _pool_courtesy(key, each, limits) for key in _keys(of.courtesies for of in each)},
        factors={key: pooled(of.factors.get(key, NONE) for of in told) for key, told in inside.items()},
        people={key: sum(of.people_of(key) for of in told) for key, told in inside.items()},
        channels_apart=shown and not any(of.channels.get(CODES, NONE).n for of in each),
    )


def _keys(of: Iterable[Mapping[str, object]]) -> list[str]:
    return sorted({key for each in of for key in each})


def _shows_channels(of: Details, limits: Limits) -> bool:
    return not any(of.channels[key].n for key in silent_channels(of, limits))


def silent_channels(details: Details, limits: Limits) -> frozenset[str]:
    """The channels whose share is not printed where the total over all is: small ones, the codes where those who used
    one are of one mind, and others along until neither comes back by subtraction.
    """
    shares = details.channels
    hidden = set(hidden_cells({key: share.n for key, share in shares.items()}, limits.shown))
    codes = shares.get(CODES, NONE)
    if not codes.n or is_mixed(codes, limits.shown):
        return frozenset(hidden)
    hidden.add(CODES)
    for key in sorted(shares.keys() - hidden, key=lambda key: (shares[key].n, key)):
        filled = [shares[each] for each in hidden if shares[each].n]
        if len(filled) > 1 and is_mixed(pooled(filled), limits.shown):
            break
        hidden.add(key)
    return frozenset(hidden)


def _pool_courtesy(key: str, each: Iterable[Details], limits: Limits) -> YesNo:
    asked = [of.courtesies[key] for of in each if key in of.courtesies]
    inside = [of for of in asked if of.share.n >= limits.shown]
    return YesNo(sum(of.yes for of in inside), sum(of.no for of in inside), sum(of.unsure for of in inside))
