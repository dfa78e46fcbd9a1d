"""How the tablet's app is served: each file with the sum the worker checks, small, strict, a version drawn from all."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback.collection_points.pages.tablet_app import FOLDER, load_app
from feedback.collection_points.rules.tablet_words import TABLET_WORDS

SAID = re.compile(r"\bsay\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
LITERAL = re.compile(r"[\"'`]([a-z][a-z0-9_]*)[\"'`]")
"""Names of the tablet's words as the modules write them."""

BUILT = {"day_", "health_", "sync_", "theme_"}
"""Words whose names are put together: the day of the week, a fact, a state, a theme."""

LEAVING = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|window\.open|<a[\s>]|[\"']a[\"'],"
    r"|type: \"file\"|download|https?://(?!www\.w3\.org/2000/svg)\w"
)


def worker(client: FlaskClient) -> dict[str, Any]:
    first = client.get("/may/sw.js").text.splitlines()[0]
    told: dict[str, Any] = json.loads(first.removeprefix("const APP = ").removesuffix(";"))
    return told


def test_every_file_has_the_sum_the_worker_will_ask_for(client: FlaskClient):
    told = worker(client)
    assert {"/may/", "/may/app.js", "/may/app.css", "/may/words.json", "/may/app.webmanifest"} <= set(told["files"])
    assert "/may/sw.js" not in told["files"]
    for path, expected in told["files"].items():
        answer = client.get(path)
        assert answer.status_code == 200
        assert hashlib.sha256(answer.data).hexdigest() == expected
    assert f'data-version="{told["version"]}"' in client.get("/may/").text


def test_packed_it_is_the_same_file(client: FlaskClient):
    plain = client.get("/may/app.js")
    packed = client.get("/may/app.js", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    again = client.get("/may/app.js", headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_strict_headers_stand_on_the_page_and_every_file(client: FlaskClient):
    module = client.get("/may/app.js").headers
    assert (module["Content-Security-Policy"], module["Cache-Control"]) == ("default-src 'none'", "max-age=60")
    for path in ("/may/", "/may/sw.js"):
        policy = client.get(path).headers["Content-Security-Policy"]
        for rule in ("default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'"):
            assert rule in policy
        assert "unsafe" not in policy
        assert client.get(path).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["%2e%2e%2fREADME.md", "khong-co.js", "index.html.bak"])
def test_nothing_else_is_served_from_there(client: FlaskClient, name: str):
    assert client.get(f"/may/{name}").status_code == 404


def test_the_manifest_keeps_the_app_in_its_own_rooms(client: FlaskClient):
    manifest = json.loads(client.get("/may/app.webmanifest").data)
    assert (manifest["start_url"], manifest["scope"], manifest["id"]) == ("/may/", "/may/", "/may/")
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).mimetype == icon["type"]


def test_another_byte_in_any_file_is_another_version(tmp_path: Path):
    before = load_app(FOLDER)
    for name in ("app.css", "sw.js", "index.html"):
        changed = tmp_path / name.replace(".", "-")
        shutil.copytree(FOLDER, changed)
        (changed / name).write_bytes((changed / name).read_bytes() + b"\n")
        after = load_app(changed)
        assert after.version != before.version
        assert after.files["sw.js"].body != before.files["sw.js"].body


def modules() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.js"))}


def test_every_module_of_the_app_is_small_and_says_what_it_is_for():
    for name, text in modules().items():
        assert text.startswith("// "), name
        assert text.count("\n") <= 300, name


def test_the_app_says_no_word_that_is_not_there_and_keeps_none_that_is_not_said():
    text = "\n".join(modules().values())
    said = {name for call in SAID.findall(text) for name in LITERAL.findall(call)}
    assert sorted(said - set(TABLET_WORDS["vi"])) == []
    everywhere = set(LITERAL.findall(text))
    unsaid = {key for key in TABLET_WORDS["vi"] if key not in everywhere}
    assert sorted(key for key in unsaid if not key.startswith(tuple(BUILT))) == []


def test_nothing_in_the_app_leads_out_of_it_or_makes_markup_from_text():
    texts = modules() | {"index.html": (FOLDER / "index.html").read_text(encoding="utf-8")}
    assert [(name, found) for name, text in texts.items() for found in LEAVING.findall(text)] == []
    assert LEAVING.search('el("a", {})')
    assert LEAVING.search('fetch("https://example.com")')
