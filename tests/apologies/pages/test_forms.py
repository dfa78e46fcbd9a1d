"""The administrator's page of forms."""

from collections.abc import Callable
from io import BytesIO

from flask.testing import FlaskClient

from feedback.apologies.queries import default_form, forms
from feedback.apologies.rules import CHOOSE_FORMS, SEE_APOLOGIES, USE_WORDS
from feedback.apologies.rules.own_forms import write_form
from feedback.foundation.actors import Actor, Grant
from tests.apologies.conftest import World, person

Acting = Callable[[Actor], FlaskClient]
EVERYWHERE = Actor("Quản trị mẫu", 8, (Grant(frozenset({CHOOSE_FORMS}), None),))
OWN = write_form(forms()["mau-04-2025"]).replace('"mau-04-2025"', '"quang-mau-2026"').replace("PHIẾU XIN", "GIẤY XIN")


def send(client: FlaskClient, content: bytes) -> int:
    data = {"tep": (BytesIO(content), "mau.toml")}
    return client.post("/mau-phieu/them", data=data, content_type="multipart/form-data").status_code


def test_every_form_is_shown_with_its_source_and_as_a_picture(site: World, acting: Acting) -> None:
    client = acting(EVERYWHERE)
    page = client.get("/mau-phieu").text
    for form in forms().values():
        assert form.title in page
        assert client.get(f"/mau-phieu/xem.png?mau={form.key}&kho=A5").data.startswith(b"\x89PNG")
    assert "QĐ 3621/QĐ-BYT" in page
    assert client.get("/mau-phieu/xem.png?mau=khong-co").status_code == 404


def test_the_default_is_named_where_nothing_was_chosen_and_marked_in_the_list(site: World, acting: Acting) -> None:
    client = acting(EVERYWHERE)
    page = client.get("/mau-phieu").text
    in_use, every = page.split('id="cac-mau"')
    for use in USE_WORDS:
        form = default_form(use)
        assert f"<strong>{form.reference}</strong> “{form.title}”" in in_use
        heading = every.partition(f'<span class="tag">{form.reference}</span>')[2].partition("</h3>")[0]
        assert "mẫu mặc định" in heading
    assert every.count("mẫu mặc định") == len(USE_WORDS)
    chosen = {"mau": "mau-04-2018", "don_vi": "", "can_cu": "Văn bản 12/VP ngày 02/11/2026"}
    client.post("/mau-phieu/chon", data=chosen)
    in_use = client.get("/mau-phieu").text.split('id="cac-mau"')[0]
    assert "<strong>mau-04-2018</strong>" in in_use
    assert default_form("late").reference not in in_use


def test_an_own_form_is_taken_out_changed_added_chosen_and_printed(site: World, acting: Acting) -> None:
    client = acting(EVERYWHERE)
    assert client.get("/mau-phieu/tep.toml?mau=mau-04-2025").text == write_form(forms()["mau-04-2025"])
    assert send(client, OWN.encode()) == 302
    chosen = {"mau": "quang-mau-2026/1", "don_vi": site.commune, "can_cu": "QĐ 01/2026/QĐ-UBND ngày 01/3/2026"}
    assert client.post("/mau-phieu/chon", data=chosen).status_code == 302
    page = client.get(f"/mau-phieu?don_vi={site.commune}").text
    assert "quang-mau-2026/1" in page
    assert "QĐ 01/2026/QĐ-UBND" in page
    notice = site.approved()
    assert "đã dùng từ" in client.get("/mau-phieu").text
    assert site.form_of(notice) == "quang-mau-2026/1"


def test_a_wrong_file_is_refused_in_words(site: World, acting: Acting) -> None:
    client = acting(EVERYWHERE)
    assert send(client, OWN.replace("{reason}", "{ly_do}").encode()) == 422
    assert send(client, OWN.encode("utf-16")) == 422
    assert client.post("/mau-phieu/them", data={}).status_code == 422
    assert send(client, write_form(forms()["mau-04-2025"]).encode()) == 409


def test_a_units_administrator_chooses_at_home_only_and_adds_nothing(site: World, acting: Acting) -> None:
    client = acting(person(site.commune, frozenset({CHOOSE_FORMS})))
    why = "Văn bản 12/VP ngày 02/11/2026"
    home = {"mau": "mau-04-2018", "don_vi": site.commune, "can_cu": why}
    assert client.post("/mau-phieu/chon", data=home).status_code == 302
    assert client.post("/mau-phieu/chon", data=home | {"don_vi": site.province}).status_code == 403
    assert client.post("/mau-phieu/chon", data=home | {"don_vi": ""}).status_code == 403
    assert client.post("/mau-phieu/chon", data=home | {"don_vi": "x"}).status_code == 422
    assert client.post("/mau-phieu/chon", data=home | {"can_cu": "x"}).status_code == 422
    assert send(client, OWN.encode()) == 403
    assert acting(person(site.commune, frozenset({SEE_APOLOGIES}))).get("/mau-phieu").status_code == 403
