"""Signing digitally: the signed paper that comes back, the original to sign, and everybody's own key."""

from datetime import date

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from feedback.apologies import queries
from feedback.apologies.documents import accept_upload
from feedback.apologies.pages.notices import pages
from feedback.apologies.rules import SIGN_APOLOGIES
from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.engine import current, read_session, sealer, store
from feedback.foundation.errors import NotFound
from feedback.foundation.forms import uploaded
from feedback.organisation.actions.signers import drop_key, keep_key
from feedback.organisation.queries import list_units
from feedback.organisation.queries.signers import get_certificate
from feedback.outbox.queries import get_document


@pages.get("/xin-loi/<int:notice_id>/ban-can-ky.pdf")
@allow(SIGN_APOLOGIES)
def paper_to_sign(notice_id: int) -> Response:
    """The approved paper, to be signed with the office's own tool: as a file, byte for byte."""
    line = queries.get_line(read_session(), notice_id)
    require(SIGN_APOLOGIES, line.unit_id)
    if line.document_id is None:
        raise NotFound("Phiếu này chưa được duyệt nên chưa có bản để ký.")
    file = get_document(read_session(), line.document_id, sealer())
    name = f"phieu-xin-loi-{line.number:02d}-{line.year}-can-ky.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(file.content, mimetype=file.media_type, headers=headers)


@pages.post("/xin-loi/<int:notice_id>/ban-ky")
@allow(SIGN_APOLOGIES)
def upload_signed(notice_id: int) -> AnyResponse:
    """Take the signed paper, if it is that paper and signed by whom it has to be; then it leaves."""
    require(SIGN_APOLOGIES, queries.get_line(read_session(), notice_id).unit_id)
    accept_upload(store(), actor=actor(), now=clock.now(), notice_id=notice_id, content=uploaded())
    flash("Chữ ký số hợp lệ. Phiếu đã ký được giao để gửi và trao cho người nộp hồ sơ.")
    return redirect(url_for("apologies.notice", notice_id=notice_id))


@pages.get("/xin-loi/khoa-ky")
@allow(SIGN_APOLOGIES)
def own_keys() -> str:
    """The certificates registered where one signs, and uploading the key to one's own."""
    today = clock.local_day(clock.now())
    return render_template(
        "apologies/keys.html",
        places=queries.list_key_places(read_session(), _unit_ids(today), today),
        today=today,
    )


def _unit_ids(today: date) -> frozenset[int]:
    units = actor().units_for(SIGN_APOLOGIES)
    return frozenset(unit.id for unit in list_units(read_session(), today)) if units is None else units


@pages.post("/xin-loi/khoa-ky/<int:certificate_id>")
@allow(SIGN_APOLOGIES)
def keep_own_key(certificate_id: int) -> AnyResponse:
    """Keep the PKCS#12 file that belongs to a certificate; the passphrase is only tried."""
    require(SIGN_APOLOGIES, get_certificate(read_session(), certificate_id).unit_id)
    who, now, content, keeper = actor(), clock.now(), uploaded(), sealer()
    secret = request.form.get("bi_mat", "")
    current().run(
        lambda session: keep_key(
            session,
            actor=who,
            now=now,
            sealer=keeper,
            certificate_id=certificate_id,
            content=content,
            passphrase=secret,
        )
    )
    flash("Đã giữ khóa ký trong phong bì mã hóa. Mật khẩu không được lưu: mỗi lần duyệt phiếu phải nhập.")
    return redirect(url_for("apologies.own_keys"))


@pages.post("/xin-loi/khoa-ky/<int:certificate_id>/xoa")
@allow(SIGN_APOLOGIES)
def drop_own_key(certificate_id: int) -> AnyResponse:
    """Take the key away again."""
    require(SIGN_APOLOGIES, get_certificate(read_session(), certificate_id).unit_id)
    who, now = actor(), clock.now()
    current().run(lambda session: drop_key(session, actor=who, now=now, certificate_id=certificate_id))
    flash("Đã xóa khóa ký khỏi hệ thống.")
    return redirect(url_for("apologies.own_keys"))
