"""What all pages share: strict headers, Vietnamese error pages that show nothing of the inside."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest
from flask import Flask, abort, g, render_template_string, request
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import TooManyRequests

from feedback.foundation.access import public
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Busy, Conflict, Forbidden, Gone, Invalid, NotFound, Refused
from feedback.foundation.pages import HEADERS, https_only_for, page_number

REFUSALS = {kind.__name__: kind for kind in (Refused, Invalid, NotFound, Gone, Forbidden, Conflict, Busy)}


class DiskFull(Exception):
    sqlite_errorcode = 13


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    site.config["MAX_CONTENT_LENGTH"] = 1000

    def refuse(kind: str) -> str:
        raise REFUSALS[kind]("Nói rõ <b>phải</b> làm gì.")

    def fail() -> str:
        raise ZeroDivisionError("mật khẩu 123")

    def disk() -> str:
        raise OperationalError("INSERT", {}, DiskFull())

    def later() -> str:
        raise TooManyRequests(retry_after=60)

    site.add_url_rule("/tot", "good", public(lambda: "tốt"))
    site.add_url_rule("/gui", "post", public(lambda: request.form["a"]), methods=["POST"])
    for start in ("", "/api"):
        site.add_url_rule(f"{start}/tu-choi/<kind>", f"refuse{start}", public(refuse))
        site.add_url_rule(f"{start}/hong", f"fail{start}", public(fail))
        site.add_url_rule(f"{start}/day", f"disk{start}", public(disk))
    site.add_url_rule("/nhieu", "later", public(later))
    site.add_url_rule("/phieu/<int:number>", "sheet", public(lambda number: f"phiếu {number}"))
    site.add_url_rule(
        "/phieu/<int:number>/<kind>", "change", public(lambda number, kind: refuse(kind)), methods=["POST"]
    )
    site.add_url_rule("/la", "odd", public(lambda: abort(418)))
    site.add_url_rule("/co-gach/", "slash", public(lambda: ""))
    return site.test_client()


PATHS = [
    "/tot",
    "/không-có",
    "/gui",
    "/tu-choi/Forbidden",
    "/hong",
    "/day",
    "/api/hong",
    "/static/site.css",
    "/co-gach",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_strict_headers(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        for name, value in HEADERS.items():
            assert answer.headers[name] == value


def test_the_policy_lets_nothing_in_but_our_own_files(client: FlaskClient) -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in client.get("/tot").headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
    assert not any("unsafe" in sources or "*" in sources or "http" in sources for sources in policy.values())


def test_a_view_may_be_stricter(site: Flask) -> None:
    def view() -> tuple[str, dict[str, str]]:
        return "", {"Content-Security-Policy": "default-src 'none'; sandbox"}

    site.add_url_rule("/", "view", public(view))
    assert site.test_client().get("/").headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_https_is_remembered_only_where_it_is_used(site: Flask) -> None:
    assert "max-age" in site.test_client().get("/x").headers["Strict-Transport-Security"]
    store = site.extensions["lang-nghe"]
    store.settings = store.settings.model_copy(update={"public_url": "http://10.0.0.1"})
    assert "Strict-Transport-Security" not in site.test_client().get("/x").headers


@pytest.mark.parametrize(
    ("url", "own_tls", "insisting"),
    [
        ("https://danhgia.xamau.gov.vn", False, "max-age=31536000"),
        ("https://danhgia.xamau.gov.vn:8000/x", True, "max-age=86400"),
        ("https://192.168.1.20:8000", True, ""),
        ("https://[fd00::2]:8000", True, ""),
        ("https://localhost:8000", True, ""),
        ("https://may-chu.local:8000", True, ""),
        ("http://danhgia.xamau.gov.vn", False, ""),
    ],
)
def test_only_public_names_insist_on_https_and_only_for_a_day_with_our_own_certificate(
    url: str, own_tls: bool, insisting: str
) -> None:
    assert https_only_for(url, own_tls=own_tls) == insisting


def test_pages_of_people_signed_in_are_not_kept(site: Flask) -> None:
    def sign_in() -> None:
        g.actor = Actor(name="Mẫu", account_id=7)

    site.add_url_rule("/", "view", public(lambda: ""))
    assert "Cache-Control" not in site.test_client().get("/").headers
    site.before_request_funcs[None] = [sign_in]
    assert site.test_client().get("/").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/không-có", 404, "Không tìm thấy trang"),
        ("GET", "/gui", 405, "Không dùng được theo cách này"),
        ("POST", "/gui", 400, "Yêu cầu chưa đúng"),
        ("GET", "/hong", 500, "Hệ thống gặp lỗi"),
        ("GET", "/day", 503, "hết chỗ lưu"),
        ("GET", "/nhieu", 429, "Quá nhiều lần"),
        ("GET", "/la", 418, "Chưa thực hiện được"),
    ],
)
def test_errors_are_pages_in_vietnamese(client: FlaskClient, method: str, path: str, status: int, words: str) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert words in answer.text
    assert '<html lang="vi">' in answer.text
    for inside in ("Traceback", "Error", "mật khẩu", "INSERT", "Not Found", "werkzeug"):
        assert inside not in answer.text


def test_too_large_a_form_is_refused_in_words(client: FlaskClient) -> None:
    answer = client.post("/gui", data={"a": "x" * 2000})
    assert answer.status_code == 413
    assert "Gửi lên quá lớn" in answer.text


@pytest.mark.parametrize("path", ["/so/2147483648", "/so/99999999999999999999", "/so/-1"])
def test_a_number_no_database_holds_is_an_address_that_is_not_there(site: Flask, path: str) -> None:
    site.add_url_rule("/so/<int:number>", "number", public(lambda number: f"{number}"))
    assert site.test_client().get("/so/2147483647").text == "2147483647"
    assert site.test_client().get(path).status_code == 404


@pytest.mark.parametrize("path", ["/tot?tim=a%00b", "/tot%00"])
def test_an_address_with_a_nul_is_refused(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert "quay lại" in answer.text


@pytest.mark.parametrize(
    ("asked", "page"), [("", 1), ("trang=3", 3), ("trang=0", 1), ("trang=-2", 1), ("trang=99999999999", 1)]
)
def test_the_page_of_a_list_is_a_number_from_one(site: Flask, asked: str, page: int) -> None:
    with site.test_request_context(query_string=asked):
        assert page_number() == page


def test_a_wrong_method_says_the_right_one(client: FlaskClient) -> None:
    assert "POST" in client.get("/gui").headers["Allow"]


def test_those_who_must_wait_are_told_how_long(client: FlaskClient) -> None:
    assert client.get("/nhieu").headers["Retry-After"] == "60"
    assert int(client.get("/day").headers["Retry-After"]) > 0
    assert int(client.get("/tu-choi/Busy").headers["Retry-After"]) > 0


def test_a_redirect_stays_one(client: FlaskClient) -> None:
    assert client.get("/co-gach").status_code == 308


@pytest.mark.parametrize(
    ("method", "path", "back"),
    [
        ("POST", "/phieu/7/Invalid", "/phieu/7"),
        ("POST", "/phieu/7/Invalid?trang=2", "/phieu/7"),
        ("POST", "/tot", "/tot"),
        ("POST", "/gui", ""),
        ("GET", "/tu-choi/Invalid", ""),
    ],
)
def test_what_was_refused_leads_back_to_the_page_it_was_sent_from(
    client: FlaskClient, method: str, path: str, back: str
) -> None:
    page = client.open(path, method=method).text
    assert ("Quay lại trang vừa rồi" in page) == bool(back)
    assert f'href="{back or "/"}"' in page


@pytest.mark.parametrize("kind", REFUSALS)
def test_a_refusal_is_a_page_with_its_sentence(client: FlaskClient, kind: str) -> None:
    answer = client.get(f"/tu-choi/{kind}")
    assert answer.status_code == REFUSALS[kind].status
    assert REFUSALS[kind].title in answer.text
    assert "Nói rõ &lt;b&gt;phải&lt;/b&gt; làm gì." in answer.text


@pytest.mark.parametrize(
    ("path", "status"), [("/api/tu-choi/Conflict", 409), ("/api/hong", 500), ("/api/x", 404), ("/api/day", 503)]
)
def test_a_program_gets_a_problem_it_can_read(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert set(answer.get_json()) == {"type", "title", "status", "detail"}
    assert answer.get_json()["status"] == status


def test_a_defect_is_logged_under_the_code_the_page_shows(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        page = client.get("/hong").text
    (entry,) = caplog.records
    code = entry.getMessage().split()[1]
    assert len(code) == 8
    assert f"kèm mã {code}." in page
    assert entry.exc_info is not None


def test_where_even_the_error_page_fails_there_is_a_plain_one(client: FlaskClient, site: Flask) -> None:
    site.jinja_env.globals["site"] = None
    answer = client.get("/tu-choi/Refused")
    assert answer.status_code == 422
    assert "Nói rõ &lt;b&gt;phải&lt;/b&gt; làm gì." in answer.text
    assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_templates_write_numbers_and_days_in_vietnamese(site: Flask) -> None:
    source = (
        "{{ at|day }} {{ at|weekday }} {{ at|moment }} {{ 1234.5|number(1) }} {{ 87.6|percent }} {{ actor().name }}"
    )
    with site.test_request_context():
        text = render_template_string(source, at=datetime(2026, 11, 20, 10, 0, tzinfo=UTC))
    assert text == "20/11/2026 thứ Sáu 20/11/2026 17:00 ngày 20/11/2026 1.234,5 87,6 % khách"


def test_what_citizens_write_is_escaped(site: Flask) -> None:
    with site.test_request_context():
        assert render_template_string("{{ a }}", a="<script>") == "&lt;script&gt;"
