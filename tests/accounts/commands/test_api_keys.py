"""`feedback api-key`."""

import json

import pytest

from feedback.accounts.commands.api_keys import api_key
from tests.factories import Factory


def test_a_key_is_printed_once_and_listed_without_its_secret(run, database):
    database.run(lambda session: Factory(session).unit("Xã Mẫu", code="90001").id)
    made = json.loads(run(api_key, "create", "Một cửa", "--unit", "90001", "--verb", "read", "--json").stdout)
    prefix, _, secret = made["key"].partition(".")
    assert (len(prefix), len(secret)) == (16, 43)
    listed = run(api_key, "list", "--json").stdout
    assert secret not in listed
    (line,) = json.loads(listed)
    assert (line["prefix"], line["unit"], line["verbs"], line["state"]) == (prefix, "Xã Mẫu", ["read"], "active")
    assert "chưa dùng" in run(api_key, "list").stdout


def test_a_key_writes_alone_unless_told_otherwise_and_reaches_all_units_without_one(run):
    run(api_key, "create", "Một cửa")
    (line,) = json.loads(run(api_key, "list", "--json").stdout)
    assert (line["verbs"], line["unit"]) == (["write"], "mọi đơn vị")


def test_a_key_is_changed_for_another_and_taken_back(run):
    first = json.loads(run(api_key, "create", "Một cửa", "--json").stdout)["key"].partition(".")[0]
    second = json.loads(run(api_key, "rotate", first, "--overlap-days", 3, "--json").stdout)["key"].partition(".")[0]
    assert run(api_key, "revoke", second).exit_code == 0
    states = {line["prefix"]: line["state"] for line in json.loads(run(api_key, "list", "--json").stdout)}
    assert states == {first: "ending", second: "revoked"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("create", "Một cửa", "--unit", "12345"), "Không có đơn vị"),
        (("create", "Một cửa", "--network", "nhà"), "dải mạng"),
        (("create", "Một cửa", "--days", 9999), "Số ngày dùng"),
        (("create", " "), "Tên khóa"),
        (("revoke", "KHONGCO"), "api-key list"),
        (("rotate", "KHONGCO"), "api-key list"),
    ],
)
def test_what_cannot_be_a_key_is_refused_with_words(run, arguments, words):
    answer = run(api_key, *arguments)
    assert answer.exit_code == 1
    assert words in answer.stderr
