"""The permission matrix: every route of the website × nobody, every role here, every role next door. Default: no.

One commune owns one of everything, each with a word of its own. Whoever holds a role in the commune beside it must
neither read those words nor change a row, through any door. A new route falls under it by itself; one with an argument
nobody knows here fails until it is filled in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from feedback.accounts.queries import build_actor
from feedback.accounts.rules import OWN_UNIT_ONLY, Role
from feedback.accounts.tables import ApiKey, RoleGrant
from feedback.answers.rules import READ_COMMENTS, SEE_CALL_BACKS
from feedback.answers.tables import CallBack, Comment
from feedback.apologies.rules import SIGN_APOLOGIES
from feedback.apologies.tables import Apology, PublicRemoval
from feedback.collection_points.tables import Tablet
from feedback.foundation.access import ACCESS, KeyScope
from feedback.foundation.actors import ANONYMOUS, SYSTEM, Actor
from feedback.foundation.database import Database
from feedback.foundation.sealing import Sealer
from feedback.organisation.tables import Delegation, SignerCertificate
from feedback.outbox.tables import Task, WorkItem
from feedback.questionnaires.actions import publish_definitions
from feedback.records.rules import SEE_RECORDS
from feedback.records.tables import CalendarDecision, CalendarMove, ImportMapping, RecordImport
from feedback.reports.rules.numbers import ScopeKind
from feedback.reports.rules.permissions import SEE_OFFICERS
from feedback.reports.rules.slugs import slug
from feedback.schema import METADATA
from feedback.web import ROLE_PERMISSIONS
from feedback.working_calendar.actions import load_reference_calendar
from tests.factories import START, Factory

PUBLIC = {
    "accounts.first_administrator",
    "accounts.sign_in",
    "answers.call_back.ask",
    "answers.call_back.form",
    "answers.call_back.take_back",
    "answers.call_back.withdrawal_form",
    "answers.data_kept",
    "answers.one_time.answer",
    "answers.one_time.first",
    "answers.one_time.question",
    "answers.one_time.tap",
    "answers.one_time.thanks",
    "answers.receipt",
    "answers.receipt_form",
    "answers.survey.answer",
    "answers.survey.first",
    "answers.survey.question",
    "answers.survey.tap",
    "answers.survey.thanks",
    "apologies.public_list",
    "apologies.wall",
    "collection_points.tablet_app.app_file",
    "collection_points.tablet_app.index",
    "gateway.receipts",
    "questionnaires.sound",
    "records_api.openapi",
    "records_api.page",
    "reports.start",
    "tablet_answers.answers",
    "tablets.beat",
    "tablets.content",
    "tablets.enrol",
    "tablets.state",
}
"""What anybody may open. Nothing joins this list without a reason that survives reading it aloud to the public."""

SECRET = ("Kín", "H50.41.77-261116-0001", "Người Mẫu Của Xã")
"""Words that only the commune's own people may read; every name of what it owns holds the first."""

PERSONAL = {"records.import_page"}
"""What only the person who brought it may open, whatever the role of the others at the same unit."""

UNWATCHED = {"audit_note", "staff_session", "sign_in_tries"}
"""Rows that a refused request may leave: what was tried is noted."""


@dataclass(frozen=True)
class World:
    """Ids of what the commune owns by the name of the address argument, and everybody's account by role and place."""

    arguments: dict[str, Any]
    own: dict[Role, Actor]
    beside: dict[Role, Actor]
    above: Actor


def _owned(session: Session, sealer: Sealer) -> tuple[Factory, Any, dict[str, Any]]:
    """One of everything, at the commune “Xã Kín”."""
    make = Factory(session, sealer)
    province = make.unit("Tỉnh Mẫu", level="province", code="90000")
    unit = make.unit("Xã Kín", parent=province, code="90001")
    make.head(unit, "Thủ Trưởng Kín")
    counter = make.counter(unit, desk=make.desk(unit, "Bàn Kín"), name="Quầy Kín")
    code = make.printed_code(counter)
    record = make.record(unit, code=SECRET[1], stated_due_at=START)
    make.applicant(record, name="Trần Thị Kín")
    person = make.account(Role.OFFICER, unit=unit, login="nguoi-kin", person_name=SECRET[2])
    apology = _add(session, _apology(record.id, unit.id))
    task = _add(session, _task(unit.id))
    letter = _add(session, _letter(unit.id))
    imported = _add(session, _import(unit.id))
    session.add(_comment(unit.id))
    session.add(_call_back(unit.id, sealer))
    grant = session.scalars(select(RoleGrant).where(RoleGrant.account_id == person.id)).one()
    return (
        make,
        province,
        {
            "account_id": person.id,
            "grant_id": grant.id,
            "notice_id": apology.id,
            "removal_id": _add(session, _removal(apology.id, unit.id, person.id)).id,
            "record_id": record.id,
            "import_id": imported.id,
            "mark": "khongco",
            "mapping_id": _add(session, _mapping(unit.id)).id,
            "task_id": task.id,
            "work_id": letter.id,
            "decision_id": _decision(session, record.id, unit.id),
            "unit_id": unit.id,
            "token": code.token,
            "delegation_id": _add(session, _delegation(unit.id)).id,
            "certificate_id": _add(session, _certificate(unit.id)).id,
            "comment_id": UUID(int=1),
            "call_id": UUID(int=3),
            "week": "2026-W46",
            "scope": slug(ScopeKind.UNIT, unit.id),
            "form": "pdf",
            "step": "gop-y",
            "code": "khong-co",
            "filename": "site.css",
            "tablet_id": _add(session, _tablet(unit.id)).id,
            "key_id": _add(session, _key(unit.id)).id,
            "reason": "revoked",
            "file": "app.js",
            "lang": "vi",
            "key": "overall",
        },
    )


def _mapping(unit_id: int) -> ImportMapping:
    return ImportMapping(
        name="Mẫu Kín",
        fingerprint="0",
        unit_id=unit_id,
        titles=["Mã"],
        roles={"ma": "code"},
        statuses={},
        date_order="day_first",
        made_by="Người Mẫu",
        made_at=START,
        ended_at=None,
    )


def _add(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


def _apology(record_id: int, unit_id: int) -> Apology:
    return Apology(
        record_id=record_id,
        unit_id=unit_id,
        kind="late",
        state="drafted",
        year=None,
        number=None,
        field="Chứng thực",
        due_at=START,
        limit_at=START,
        new_due_at=None,
        created_at=START,
        approved_at=None,
        document_id=None,
        sent_in_time=None,
        published_until=None,
        escalated_at=None,
        detail={},
    )


def _removal(apology_id: int, unit_id: int, account_id: int) -> PublicRemoval:
    return PublicRemoval(
        apology_id=apology_id,
        unit_id=unit_id,
        why="Lý do Kín",
        asked_account_id=account_id,
        asked_by="Kín",
        asked_at=START,
        decided_account_id=None,
        decided_at=None,
        is_confirmed=None,
        until=START.date(),
    )


def _task(unit_id: int) -> Task:
    return Task(
        kind="hand_over", subject="1", unit_id=unit_id, title="Việc Kín", due_at=None, created_at=START, done_at=None
    )


def _delegation(unit_id: int) -> Delegation:
    return Delegation(
        unit_id=unit_id,
        person_name="Phó Kín",
        title="Phó Chủ tịch",
        form="KT",
        on_behalf="Chủ tịch",
        document="QĐ Kín",
        valid_from=START.date(),
        valid_to=None,
    )


def _certificate(unit_id: int) -> SignerCertificate:
    return SignerCertificate(
        unit_id=unit_id,
        purpose="person",
        person_name="Thủ Trưởng Kín",
        fingerprint="0" * 64,
        subject="Thủ Trưởng Kín",
        issuer="Cơ quan Kín",
        not_before=START,
        not_after=START,
        valid_from=START.date(),
        valid_to=None,
        key_sealed=None,
    )


def _decision(session: Session, record_id: int, unit_id: int) -> int:
    """A decision for everybody that moved the commune's file."""
    nothing: dict[str, Any] = {"unit_id": None, "days": [], "hours": []}
    row = CalendarDecision(
        title="Hoán đổi",
        document_day=None,
        change=nothing,
        before=nothing,
        choice="recompute",
        reason="Lý do để thử ma trận.",
        actor_name="Quản trị",
        decided_at=START,
        state="done",
        finished_at=START,
        told_at=START,
    )
    _add(session, row)
    ends = {"before": START, "after": None, "promised_before": START, "promised_after": START}
    move = CalendarMove(decision_id=row.id, record_id=record_id, unit_id=unit_id, choice="recompute", **ends)
    move.told_at = START
    _add(session, move)
    return row.id


def _letter(unit_id: int) -> WorkItem:
    return WorkItem(
        id=uuid4(),
        kind="mail",
        subject="thư Kín",
        unit_id=unit_id,
        payload={"to": "kin@example.vn", "subject": "Thư Kín"},
        sealed=None,
        document_ids=[],
        state="failed",
        created_at=START,
        not_before=START,
        lease_owner=None,
        lease_until=None,
        message_id=None,
        done_at=None,
        last_error="Kín",
    )


def _import(unit_id: int) -> RecordImport:
    return RecordImport(
        file_name="sổ Kín.csv",
        sha256="0" * 64,
        unit_id=unit_id,
        as_of=START,
        started_at=START,
        visible_at=None,
        state="staged",
        counts={},
    )


def _tablet(unit_id: int) -> Tablet:
    """Waiting for its six digits, so that most doors have something to do."""
    return Tablet(
        id=UUID(int=4),
        unit_id=unit_id,
        name="Máy Kín",
        state="waiting",
        ask="none",
        pin_hash="10.c2FsdA.aGFzaA",
        public_key=b"\x04" + bytes(64),
        invited_at=START,
        enrolled_at=START,
        revoked_by="nguoi-kin",
    )


def _key(unit_id: int) -> ApiKey:
    return ApiKey(
        prefix="KIN",
        secret_hash="",
        name="Khóa Kín",
        unit_id=unit_id,
        verbs=["write"],
        networks=[],
        daily_rows=1,
        created_at=START,
        created_by="nguoi-kin",
        expires_at=START + timedelta(days=3650),
    )


def _comment(unit_id: int) -> Comment:
    return Comment(
        id=UUID(int=1),
        unit_id=unit_id,
        sheet_id=UUID(int=2),
        counter_id=None,
        received_day=START.date(),
        sealed=None,
        masked="Lời Kín",
    )


def _call_back(unit_id: int, sealer: Sealer) -> CallBack:
    row_id = UUID(int=3)
    contact = {"phone": "0900000001", "name": "Kín", "when": ""}
    return CallBack(
        id=row_id,
        unit_id=unit_id,
        asked_day=START.date(),
        consent="goi-lai-1/vi",
        sealed=sealer.seal_json(contact, belongs_to=f"call_back/{row_id}/sealed"),
        state="open",
    )


@pytest.fixture
def world(app: Flask, site_database: Database) -> World:
    sealer: Sealer = app.extensions["lang-nghe"].sealer

    def build(session: Session) -> World:
        load_reference_calendar(session, actor=SYSTEM, now=START)
        make, province, arguments = _owned(session, sealer)
        beside = make.unit("Xã Bên Cạnh", parent=province, code="90002")
        places = {"own": arguments["unit_id"], "beside": beside.id}
        actors: dict[str, dict[Role, Actor]] = {"own": {}, "beside": {}}
        for name, unit_id in places.items():
            for role in Role:
                place = type("Place", (), {"id": unit_id})()
                account = make.account(role, unit=place, login=f"{role}.{name}", person_name=f"Vai {role} {name}")
                actors[name][role] = build_actor(session, account, ROLE_PERMISSIONS)
        chairman = make.account(Role.HEAD, unit=province, login="chu.tich", person_name="Chủ tịch tỉnh")
        above = build_actor(session, chairman, ROLE_PERMISSIONS)
        return World(arguments, actors["own"], actors["beside"], above)

    return site_database.run(build)


@dataclass
class Door:
    """The website as one person after another tries every handle."""

    app: Flask
    client: FlaskClient
    who: Actor = ANONYMOUS

    def routes(self, method: str) -> Iterator[Rule]:
        for rule in self.app.url_map.iter_rules():
            if rule.endpoint in PUBLIC | {"static"} or isinstance(self.needs(rule), KeyScope):
                continue  # doors for programs open to keys alone: tests/records/api/test_scopes.py
            if method in (rule.methods or ()):
                yield rule

    def needs(self, rule: Rule) -> Any:
        return getattr(self.app.view_functions[rule.endpoint], ACCESS, None)

    def holds_key(self, rule: Rule) -> bool:
        return any(self.who.may(each) for each in self.needs(rule)) or self.needs(rule) == ("signed-in",)

    def path(self, rule: Rule, world: World) -> str:
        with self.app.test_request_context():
            return str(self.app.url_for(rule.endpoint, **{name: world.arguments[name] for name in rule.arguments}))


@pytest.fixture
def door(app: Flask) -> Door:
    door = Door(app, app.test_client())

    def let_in() -> None:
        g.actor = door.who

    app.before_request_funcs.setdefault(None, []).append(let_in)
    return door


def rows(database: Database) -> dict[str, list[Any]]:
    """Everything in the database but what a refusal may note."""
    with database.read() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table)).all()))
            for table in METADATA.sorted_tables
            if table.name not in UNWATCHED
        }


def test_what_is_public_is_listed_here(app: Flask) -> None:
    found = {name for name, view in app.view_functions.items() if getattr(view, ACCESS, None) == "public"}
    assert found == PUBLIC


def test_every_argument_of_an_address_has_an_object_to_try(app: Flask, world: World) -> None:
    wanted = {name for rule in app.url_map.iter_rules() for name in rule.arguments}
    assert sorted(wanted - set(world.arguments)) == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_comes_in_without_signing_in(door: Door, world: World, site_database: Database, method: str) -> None:
    before = rows(site_database)
    for rule in door.routes(method):
        answer = door.client.open(door.path(rule, world), method=method)
        assert answer.status_code == 302, rule
        assert answer.headers["Location"].startswith("/dang-nhap"), rule
    assert rows(site_database) == before


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_role_without_the_key_is_refused_even_at_home(door: Door, world: World, role: Role, method: str) -> None:
    door.who = world.own[role]
    for rule in door.routes(method):
        if not door.holds_key(rule):
            assert door.client.open(door.path(rule, world), method=method).status_code == 403, rule


@pytest.mark.parametrize("role", Role)
def test_no_role_next_door_reads_a_word_of_ours(door: Door, world: World, role: Role) -> None:
    door.who = world.beside[role]
    for rule in door.routes("GET"):
        answer = door.client.get(door.path(rule, world))
        assert answer.status_code < 500, rule
        leaked = [word for word in SECRET if word.encode() in answer.data]
        assert leaked == [], rule


@pytest.mark.parametrize("role", Role)
def test_no_role_next_door_changes_a_row_of_ours(door: Door, world: World, site_database: Database, role: Role) -> None:
    door.who = world.beside[role]
    before = rows(site_database)
    taken = []
    for rule in door.routes("POST"):
        for data in ({}, _plausible(world)):
            answer = door.client.post(door.path(rule, world), data=data)
            assert answer.status_code < 500, rule
            if answer.status_code < 400:
                taken.append(rule.endpoint)
    assert rows(site_database) == before, f"one of {taken}"


def _plausible(world: World) -> dict[str, Any]:
    """Fields that many forms would take, all about what is ours: lists with forbidden ids among them."""
    return {
        "unit": "90001",
        "unit_id": str(world.arguments["unit_id"]),
        "don-vi": str(world.arguments["unit_id"]),
        "viec": "dung-ca",
        "ly_do": "other",
        "record": str(world.arguments["record_id"]),
        "records": str(world.arguments["record_id"]),
        "late": str(world.arguments["record_id"]),
        "files": str(world.arguments["record_id"]),
        "role": "head",
        "reason_class": "other",
        "reason_text": "lý do",
        "new_due": "2026-12-31T17:00",
        "new_due_at": "2026-12-31T17:00",
        "day": "2026-12-31",
        "kind": "holiday",
        "name": "Ngày nghỉ",
        "version": "1",
    }


def test_no_form_is_taken_without_its_key_from_whoever_may_send_it(
    door: Door, world: World, site_database: Database
) -> None:
    """What another website makes a signed-in person's browser send has no key: nothing changes, whatever the role."""
    door.app.config["WTF_CSRF_ENABLED"] = True
    before = rows(site_database)
    for role in Role:
        door.who = world.own[role]
        for rule in door.routes("POST"):
            answer = door.client.post(door.path(rule, world), data=_plausible(world))
            assert answer.status_code in {200, 409, 422}, rule
            assert "Trang này đã mở quá lâu" in answer.text, rule
    assert rows(site_database) == before


HALF_A_CHARACTER = b"\xed\xa0\x80"
ODD = ("99999999999999999999", "9223372036854775808", "4294967296", "-1", "x\0y", HALF_A_CHARACTER, "٣", "'")
"""Numbers no database holds, a NUL, half a character, a digit of another script, a quote."""
FIELDS = (
    *("trang", "ngay", "nam", "don-vi", "don_vi", "ma", "tim", "xem", "truoc", "tu", "den", "quay"),
    *("trang-thai", "viec", "trang_thai", "linh-vuc", "loai", "nhom", "thoi-han", "tuan", "ban", "gio"),
    *("ho_so", "khong_kip", "ly_do", "nhan", "da_doc", "tinh_den", "next", "login", "password", "code"),
    *("email", "person_name", "new", "again", "phieu", "overall", "comment", "weekday", "sessions", "tieng", "v"),
    *("mo", "noi", "chi", "them", "moi"),
    *("valid_from", "source", "status", "sheets", "pair_date", "area", "packed"),
    *("pham-vi", "quyet-dinh", "reason", "name", "counter", "ask", "pin"),
    *("so-ngay", "unit", "verbs", "days", "daily_rows", "networks"),
    *("chu-de", "den", "ket-qua", "phieu-goi", "dien-thoai", "ten", "luc-nao", "dong-y"),
)
"""Every name that some address or form of the site reads."""


@pytest.mark.parametrize("role", [Role.HEAD, Role.ADMINISTRATOR])
def test_no_odd_address_or_field_is_a_defect(door: Door, world: World, site_database: Database, role: Role) -> None:
    """Whatever stands in an address or a form, somebody is told what is wrong with it; nothing breaks."""
    door.who = world.own[role]
    site_database.run(lambda session: publish_definitions(session, actor=SYSTEM, now=START))
    rules = [rule for rule in door.app.url_map.iter_rules() if rule.endpoint != "static"]
    for odd in ODD:
        fields = dict.fromkeys([*FIELDS, *_plausible(world)], odd)
        for rule in rules:
            path = door.path(rule, world)
            if "GET" in (rule.methods or ()):
                assert door.client.get(path, query_string=fields).status_code < 500, (rule, odd)
            if "POST" in (rule.methods or ()):
                assert door.client.post(path, data=fields).status_code < 500, (rule, odd)
    for name in world.arguments:
        for rule in rules:
            if name in rule.arguments and "GET" in (rule.methods or ()):
                path = door.path(rule, world).replace(str(world.arguments[name]), "99999999999999999999")
                expected = {401} if isinstance(door.needs(rule), KeyScope) else {404, 422, 302}
                assert door.client.get(path).status_code in expected, rule


def test_a_head_above_neither_reads_the_comments_of_a_commune_nor_signs_for_it(
    door: Door, world: World, site_database: Database
) -> None:
    """Comments are the unit's own head's to read, a notice its own unit's head's to approve: whoever stands above."""
    assert {READ_COMMENTS, SEE_CALL_BACKS, SEE_OFFICERS, SIGN_APOLOGIES} == OWN_UNIT_ONLY
    door.who, notice = world.above, f"/xin-loi/{world.arguments['notice_id']}"
    assert "Lời Kín" not in door.client.get("/gop-y").text
    before = rows(site_database)
    for path in ("duyet", "go-cong-khai"):
        assert door.client.post(f"{notice}/{path}", data={"da_doc": "1", **_plausible(world)}).status_code == 403
    assert rows(site_database) == before
    door.who = world.own[Role.HEAD]
    assert "Lời Kín" in door.client.get("/gop-y").text


@pytest.mark.parametrize("role", Role)
def test_every_page_opens_for_who_holds_its_key_at_home(door: Door, world: World, role: Role) -> None:
    door.who = world.own[role]
    for rule in door.routes("GET"):
        if door.holds_key(rule) and rule.endpoint not in PERSONAL:
            assert door.client.get(door.path(rule, world)).status_code in {200, 302, 404, 409}, rule


def test_the_matrix_bites(door: Door, world: World, site_database: Database) -> None:
    """Planted: a page that says what key it takes and then asks nobody for it."""

    def careless() -> str:
        return "Lời Kín"

    setattr(careless, ACCESS, (SEE_RECORDS,))
    door.app.add_url_rule("/lo", "leak", careless)
    with pytest.raises(AssertionError, match="leak"):
        test_nobody_comes_in_without_signing_in(door, world, site_database, "GET")
    with pytest.raises(AssertionError, match="leak"):
        test_no_role_next_door_reads_a_word_of_ours(door, world, Role.OFFICER)
