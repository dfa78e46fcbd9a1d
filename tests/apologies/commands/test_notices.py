"""`feedback apologies`: for people and for machines, without applicants."""

import json
from typing import Any

from click.testing import CliRunner, Result

from feedback.apologies.commands.notices import apologies
from tests.apologies.conftest import World


def call(world: World, *arguments: str) -> Result:
    return CliRunner().invoke(apologies, arguments, obj=lambda: world.store)


def found(world: World, *arguments: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(call(world, *arguments, "--json").stdout)
    return result


def test_notices_are_listed_without_anybodys_name(world: World) -> None:
    world.approved(applicant={"name": "Nguyễn Thị Mẫu", "email": "mau@example.vn"})
    world.expect_late(world.file())
    everything = found(world)
    assert everything["count"] == 2
    assert "Nguyễn Thị Mẫu" not in json.dumps(everything, ensure_ascii=False)
    assert found(world, "--state", "drafted")["count"] == 1
    assert "2 phiếu, 1 phiếu chờ duyệt." in call(world).output
    assert found(world)["notices"][0]["sent_in_time"] in (True, None)


def test_an_unknown_unit_is_refused_in_words(world: World) -> None:
    result = call(world, "--unit", "00000")
    assert result.exit_code == 1
    assert "00000" in result.stderr
