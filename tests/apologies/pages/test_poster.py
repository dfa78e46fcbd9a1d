"""The poster's address: open to everybody, and refused in words for what there is not."""

from __future__ import annotations

from flask.testing import FlaskClient

from feedback.organisation.tables import Unit
from tests.apologies.conftest import World


def test_everybody_may_print_it(site: World, client: FlaskClient) -> None:
    with site.store.database.read() as session:
        code = session.get_one(Unit, site.commune).code
    reply = client.get(f"/cong-khai/xin-loi/{code}/bang-tin.pdf?kho=a3")
    assert reply.status_code == 200
    assert reply.data.startswith(b"%PDF-")
    assert reply.headers["Content-Type"] == "application/pdf"
    assert client.get(f"/cong-khai/xin-loi/{code}/bang-tin.pdf?kho=A9").status_code == 422
    assert client.get("/cong-khai/xin-loi/khong-co/bang-tin.pdf").status_code == 404


def test_no_search_engine_keeps_what_is_taken_off_after_ninety_days(site: World, client: FlaskClient) -> None:
    with site.store.database.read() as session:
        code = session.get_one(Unit, site.commune).code
    for address in ("/cong-khai/xin-loi", f"/cong-khai/xin-loi/{code}/bang-tin.pdf"):
        headers = client.get(address).headers
        assert headers["X-Robots-Tag"] == "noindex, noarchive"
        assert headers["Cache-Control"] == "no-cache"
    assert "X-Robots-Tag" not in client.get("/").headers
