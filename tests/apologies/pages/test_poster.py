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
