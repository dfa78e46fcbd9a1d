"""The notice as paper: set by typst outside the transaction, approved inside only if it still says what is true."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from pyhanko.sign.signers import Signer

from feedback.apologies import actions, queries
from feedback.apologies.rules import Form, NoticeFacts, fill, number_words
from feedback.apologies.rules.samples import sample_facts
from feedback.apologies.rules.signatures import (
    CLOCKS_DIFFER,
    SECRET_WORDS,
    Seen,
    SignatureWay,
    check_accepted,
    check_period,
)
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.foundation.documents import compile_pdf, compile_png, qr_svg, query_document
from feedback.foundation.engine import Store
from feedback.foundation.errors import Conflict, Forbidden, Invalid
from feedback.foundation.files import ROOT
from feedback.foundation.settings import Settings
from feedback.foundation.signatures.keys import open_pkcs12, open_token, read_private
from feedback.foundation.signatures.signing import Words, prepare_pdf, sign_pdf
from feedback.foundation.signatures.stamps import Place, Stamp
from feedback.foundation.signatures.timestamps import Authority
from feedback.foundation.signatures.trust import load_trust
from feedback.foundation.signatures.verifying import check_same_paper, verify_pdf
from feedback.outbox.queries import get_document

TEMPLATE = "apology"
NONE = UUID(int=0)
TRIES = 30
"""Heads of one unit approving at the same moment move each other's number; each try sees a newer one."""


def notice_pdf(form: Form, facts: NoticeFacts, *, information_copy: bool = False) -> bytes:
    """The notice for signing, or the copy that goes out by e-mail and says that it is only that."""
    return compile_pdf(TEMPLATE, _data(form, facts, information_copy), timestamp=facts.made_at)


def notice_png(form: Form, facts: NoticeFacts) -> bytes:
    """The first page as a picture, for looking at before approving."""
    return compile_png(TEMPLATE, _data(form, facts, False), timestamp=facts.made_at)


def _data(form: Form, facts: NoticeFacts, information_copy: bool) -> dict[str, Any]:
    data = fill(form, facts, information_copy=information_copy)
    return data | {"qr": qr_svg(facts.survey_url) if facts.survey_url else ""}


def survey_base(store: Store) -> str:
    """What the survey's code leads to; none where it would lead a citizen's phone to itself."""
    settings = store.settings
    return "" if settings.url_is_loopback and not settings.demo else settings.url


def preview_picture(store: Store, notice_id: int, now: datetime, who: Actor | None = None) -> bytes:
    """The paper as it would be if `who` approved it now; in the head's name where they may not."""
    try:
        form, facts = _preview(store, notice_id, now, who)
    except Forbidden:
        form, facts = _preview(store, notice_id, now, None)
    return notice_png(form, facts)


def _preview(store: Store, notice_id: int, now: datetime, who: Actor | None) -> tuple[Form, NoticeFacts]:
    with store.database.read() as session:
        notice = queries.read_notice(session, notice_id)
        facts = queries.preview_facts(
            session,
            notice,
            queries.decision_of(notice),
            now=now,
            sealer=store.sealer,
            base_url=survey_base(store),
            who=who,
        )
        return queries.get_form(session, facts.form), facts


def approve_notice(store: Store, *, actor: Actor, now: datetime, notice_id: int, version: int, secret: str = "") -> int:
    """Set the paper, approve it, and set it anew when the number was taken meanwhile; returns the number.

    Setting takes some 30 ms (with a digital signature, opened by `secret`, some 400) and must not hold the one writer
    of the database: so it happens before, and the transaction compares every fact on the paper with what is true then.
    Refusals as in `actions.approve`, and as in foundation.signatures where it is signed here: then nothing is approved.
    """
    for _ in range(TRIES):
        approval = _set(store, notice_id, now, actor, secret)
        try:
            return _approve(store, actor, now, notice_id, version, approval)
        except actions.FactsMoved:
            continue
    raise Conflict("Nhiều phiếu đang được duyệt cùng lúc. Chưa có gì bị ghi; xin thử lại sau ít giây.")


def _set(store: Store, notice_id: int, now: datetime, actor: Actor, secret: str) -> actions.Approval:
    form, facts = _preview(store, notice_id, now, actor)
    if facts.signer.way == SignatureWay.PAPER:
        copy = notice_pdf(form, facts, information_copy=True) if facts.applicant.email else b""
        return actions.Approval(facts, notice_pdf(form, facts), copy)
    place = signing_place(form, facts)
    prepared = prepare_pdf(notice_pdf(form, facts), place)
    if facts.signer.way == SignatureWay.UPLOAD:
        return actions.Approval(facts, prepared, b"")
    return actions.Approval(facts, _signed(store, notice_id, facts, prepared, place, secret), b"")


def signing_place(form: Form, facts: NoticeFacts) -> Place:
    """Where the signature stands on this paper: between the title and the name."""
    (found,) = query_document(TEMPLATE, _data(form, facts, False), "signing-place")
    return Place(found["page"], found["left"], found["top"], found["width"], found["height"])


def _signed(store: Store, notice_id: int, facts: NoticeFacts, prepared: bytes, place: Place, secret: str) -> bytes:
    """The paper signed with the signer's own key, and judged as anybody would judge it who receives it."""
    way, now, settings = facts.signer.way, facts.made_at, store.settings
    if not secret:
        raise Invalid(f"Chưa nhập: {SECRET_WORDS[way].lower()}. Chưa có gì được ký hay duyệt.")
    with store.database.read() as session:
        unit_id = queries.read_notice(session, notice_id).unit_id
        name = facts.signer.name or facts.head_name
        kit = queries.signing_kit(session, store.sealer, unit_id=unit_id, name=name, day=local_day(now))
    stamp = Stamp(name, facts.authority, now, kit.signature, kit.seal, kit.seal_mm)
    words = Words(f"Phiếu {number_words(facts.number)}", facts.place)
    tsa = Authority(settings.sign_tsa_url) if settings.sign_tsa_url else None
    with _opened(settings, kit, way, secret, now) as signer:
        signed = sign_pdf(prepared, signer, stamp=stamp, place=place, words=words, tsa=tsa)
    _judge(store, signed, prepared, kit, now=clock_of(tsa, now), since=now)
    return signed


def clock_of(tsa: Authority | None, now: datetime) -> datetime:
    """The moment a fresh signature is judged at: an authority's clock may be ahead of ours by a little."""
    return now + CLOCKS_DIFFER if tsa is not None else now


@contextmanager
def _opened(settings: Settings, kit: queries.SigningKit, way: str, secret: str, now: datetime) -> Iterator[Signer]:
    if way == SignatureWay.PKCS11:
        if not settings.sign_pkcs11_module or not kit.token:
            raise Conflict(
                "Chưa khai báo thiết bị ký số: quản trị viên đặt FEEDBACK_SIGN_PKCS11_MODULE và nhãn thiết bị "
                "của đơn vị (docs/signing.md). Chưa có gì được ký hay duyệt."
            )
        with open_token(settings.sign_pkcs11_module, kit.token, secret, fingerprints=kit.own, now=now) as signer:
            yield signer
        return
    yield open_pkcs12(_key(settings, kit), secret, now=now)


def _key(settings: Settings, kit: queries.SigningKit) -> bytes:
    """The PKCS#12 file: the uploaded one, else `signing/<first 16 digits of the certificate's SHA-256>.p12`."""
    for fingerprint in kit.own:
        if fingerprint in kit.keys:
            return kit.keys[fingerprint]
        path = settings.signing_folder / f"{fingerprint[:16]}.p12"
        if path.is_file():
            return read_private(path)
    raise Conflict(
        f"Chưa có khóa ký của {kit.name}: tải tệp .p12 lên ở trang Xin lỗi, mục Khóa ký của tôi. "
        "Chưa có gì được ký hay duyệt."
    )


def accept_upload(store: Store, *, actor: Actor, now: datetime, notice_id: int, content: bytes) -> None:
    """Take the paper that was signed elsewhere, if it is that very paper and signed as it has to be; then it leaves.

    Invalid with the reason otherwise; Forbidden and Conflict as in `actions.accept_signed`. Nothing is kept then.
    """
    with store.database.read() as session:
        notice = queries.read_notice(session, notice_id)
        actions.check_waits(notice)
        printed = notice.signature or {}
        name, lines = str(printed.get("signer", notice.head_name)), printed.get("lines", ())
        day, since = local_day(now), notice.approved_at or now
        periods = queries.list_periods(session, notice.unit_id, name, lines)
        kit = queries.signing_kit(session, store.sealer, unit_id=notice.unit_id, name=name, day=day)
        original = get_document(session, notice.document_id or NONE, store.sealer).content
    seen = _judge(store, content, original, kit, now=now, since=since)
    if lines:
        check_period(name, local_day(seen.signed_at or now), periods)
    paper = actions.SignedPaper(content, seen)
    store.database.run(
        lambda session: actions.accept_signed(
            session, actor=actor, now=now, notice_id=notice_id, paper=paper, sealer=store.sealer
        )
    )


def _judge(
    store: Store, content: bytes, original: bytes, kit: queries.SigningKit, *, now: datetime, since: datetime
) -> Seen:
    check_same_paper(content, original)
    verdict = verify_pdf(content, load_trust(store.settings.trust_folder), now=now)
    seen = [Seen(each.fingerprint, each.signer, each.signed_at) for each in verdict.signatures]
    return check_accepted(
        seen, verdict.problems, own=kit.own, seals=kit.seals, name=kit.name, unit=kit.unit, since=since
    )


def _approve(
    store: Store, actor: Actor, now: datetime, notice_id: int, version: int, approval: actions.Approval
) -> int:
    return store.database.run(
        lambda session: actions.approve(
            session,
            actor=actor,
            now=now,
            notice_id=notice_id,
            version=version,
            decision=approval.facts.decision,
            approval=approval,
            sealer=store.sealer,
            base_url=survey_base(store),
        )
    )


def letter_text(unit: str, survey_url: str = "", signed_by: str = "") -> str:
    """The words around the information copy, and where it can be said how one was served."""
    return mail_text("mail/apology.txt", unit=unit, survey_url=survey_url, signed_by=signed_by)


def mail_text(name: str, **facts: Any) -> str:
    """The words of a letter, by its template."""
    return _templates().get_template(name).render(facts)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(ROOT / "templates"), undefined=StrictUndefined, autoescape=select_autoescape()
    )


def sample_picture(form: Form, paper: str, now: datetime) -> bytes:
    """A form filled with invented facts: what an administrator looks at before choosing it."""
    return notice_png(form, sample_facts(form, paper, now))
