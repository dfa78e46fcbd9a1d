"""Areas: by default one per former district, holding today's communes whose predecessors lay there.

The district level ended on 30/06/2025 (Luật Tổ chức chính quyền địa phương 72/2025/QH15); an area only groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def area_code(district_code: str) -> str:
    """`DB470` for the area of the former district 470."""
    return f"DB{district_code}"


def area_name(district_name: str) -> str:
    """“Huyện Hải Lăng” → “Địa bàn huyện Hải Lăng cũ”, “Thành Phố Đồng Hới” → “Địa bàn thành phố Đồng Hới cũ”."""
    for kind in ("Thành phố", "Thị xã", "Huyện", "Quận"):
        if district_name.casefold().startswith(kind.casefold() + " "):
            return f"Địa bàn {kind.casefold()} {district_name[len(kind) + 1 :]} cũ"
    return f"Địa bàn {district_name} cũ"


def default_areas(
    districts: Iterable[int], parents: Mapping[int, int | None], successions: Iterable[tuple[int, int]]
) -> dict[int, frozenset[int]]:
    """District id → ids of the communes which follow a unit of that district (or the district itself).

    `parents` maps each unit to its parent, `successions` are pairs (old unit, new unit). A commune whose predecessors
    lay in several districts stands in the area of each (docs/decisions: areas).
    """
    members: dict[int, set[int]] = {district: set() for district in districts}
    for old, new in successions:
        for district in {old, parents.get(old)} & members.keys():
            if district is not None:
                members[district].add(new)
    return {district: frozenset(units) for district, units in members.items()}
