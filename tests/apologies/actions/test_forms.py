"""Own forms: an edition once kept never changes, and a notice remembers which it was printed from."""

from dataclasses import replace

import pytest

from feedback.apologies import actions, queries
from feedback.apologies.queries import forms
from feedback.apologies.rules.own_forms import write_form
from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Conflict
from tests.apologies.conftest import MORNING, World

OWN = write_form(forms()["mau-04-2025"]).replace('"mau-04-2025"', '"quang-mau-2026"')


def add(world: World, text: str) -> str:
    return world.run(lambda session: actions.add_form(session, actor=SYSTEM, now=MORNING, text=text)).reference


def choose(world: World, reference: str) -> None:
    world.run(
        lambda session: actions.choose_form(
            session, actor=SYSTEM, now=MORNING, unit_id=world.commune, reference=reference, why="QĐ 01/2026/QĐ-UBND"
        )
    )


def test_changing_a_form_is_a_new_edition_and_the_old_one_stays(world: World) -> None:
    assert add(world, OWN) == "quang-mau-2026/1"
    choose(world, "quang-mau-2026/1")
    first = world.approved()
    assert add(world, OWN.replace("Lý do: {reason}", "Vì sao: {reason}")) == "quang-mau-2026/2"
    assert world.form_of(world.approved()) == "quang-mau-2026/1"
    choose(world, "quang-mau-2026/2")
    assert [world.form_of(first), world.form_of(world.approved())] == ["quang-mau-2026/1", "quang-mau-2026/2"]
    with world.store.database.read() as session:
        assert "Lý do: {reason}" in queries.get_form(session, "quang-mau-2026/1").body
        assert "Vì sao: {reason}" in queries.get_form(session, "quang-mau-2026/2").body
        used = {line.form.reference: line.first_used_at for line in queries.list_forms(session)}
    assert used["quang-mau-2026/1"] == MORNING


def test_the_same_text_another_use_and_the_programs_own_key_are_refused(world: World) -> None:
    add(world, OWN)
    with pytest.raises(Conflict, match="giống hệt"):
        add(world, OWN)
    day = forms()["mau-04-2025"].dated
    fault = write_form(replace(forms()["thu-xin-loi"], key="quang-mau-2026", dated=day))
    with pytest.raises(Conflict, match="đã dùng cho"):
        add(world, fault)
    with pytest.raises(Conflict, match="có sẵn"):
        add(world, write_form(forms()["mau-04-2025"]))
