"""The locks: pinned by hash, without addresses, and what runs is what was tested."""

from __future__ import annotations

import re
import tomllib

from tests.architecture.source import ROOT

PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.M)
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def lock(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins(text: str) -> set[tuple[str, str]]:
    return set(PIN.findall(text))


def without_hash(text: str) -> list[str]:
    """Entries of a lock that pip could not check."""
    return [entry.splitlines()[0] for entry in re.split(r"\n(?=\S)", text.strip()) if "--hash=sha256:" not in entry]


def wanted(dependencies: list[str]) -> set[str]:
    found = (NAME.match(each) for each in dependencies)
    return {match.group().lower().replace("_", "-") for match in found if match}


def test_every_entry_is_pinned_by_hash_and_no_address_is_inside():
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert without_hash(lock(name)) == []
        assert "://" not in lock(name)


def test_what_runs_is_what_was_tested():
    assert pins(lock("requirements.lock")) <= pins(lock("requirements-dev.lock"))


def test_the_locks_hold_what_the_project_asks_for():
    project = tomllib.loads(lock("pyproject.toml"))
    running = {name for name, _ in pins(lock("requirements.lock"))}
    testing = {name for name, _ in pins(lock("requirements-dev.lock"))}
    assert wanted(project["project"]["dependencies"]) <= running
    assert wanted(project["dependency-groups"]["dev"]) <= testing


def test_the_guard_bites():
    assert without_hash("a==1 \\\n    --hash=sha256:00\nb==2\n") == ["b==2"]
    assert pins("a==1\n") - pins("a==2\n") == {("a", "1")}
