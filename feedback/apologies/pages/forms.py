"""Which form a unit's notices are printed on: the administrator sees, chooses, adds a province's own."""

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from feedback.apologies import actions, queries
from feedback.apologies.documents import sample_picture
from feedback.apologies.pages.notices import pages
from feedback.apologies.rules import CHOOSE_FORMS, USE_WORDS
from feedback.apologies.rules.form import NAMES
from feedback.apologies.rules.own_forms import LARGEST, write_form
from feedback.foundation import clock
from feedback.foundation.access import actor, allow
from feedback.foundation.engine import current, read_session
from feedback.foundation.errors import Invalid
from feedback.foundation.text import whole
from feedback.organisation.queries import list_units


@pages.get("/mau-phieu")
@allow(CHOOSE_FORMS)
def form_list() -> str:
    """Every form, what applies where, and how to add one."""
    session, reach = read_session(), actor().units_for(CHOOSE_FORMS)
    units = [unit for unit in list_units(session, clock.local_day(clock.now())) if reach is None or unit.id in reach]
    place = whole(request.args.get("don_vi", ""))
    chosen = {use: queries.find_chosen(session, place, use) for use in USE_WORDS}
    return render_template(
        "apologies/forms.html",
        lines=queries.list_forms(session),
        units=units,
        place=place,
        chosen=chosen,
        defaults={use: queries.default_form(use) for use in USE_WORDS},
        uses=USE_WORDS,
        names=NAMES,
        everywhere=reach is None,
    )


@pages.get("/mau-phieu/xem.png")
@allow(CHOOSE_FORMS)
def form_picture() -> Response:
    """A form filled with invented facts, as a picture; `kho` A4 or A5."""
    form = queries.get_form(read_session(), request.args.get("mau", ""))
    paper = "A5" if request.args.get("kho") == "A5" else "A4"
    return Response(sample_picture(form, paper, clock.now()), mimetype="image/png")


@pages.get("/mau-phieu/tep.toml")
@allow(CHOOSE_FORMS)
def form_file() -> Response:
    """A form as a text file, to change and to give back."""
    form = queries.get_form(read_session(), request.args.get("mau", ""))
    headers = {"Content-Disposition": f'attachment; filename="{form.key}.toml"'}
    return Response(write_form(form), mimetype="text/plain; charset=utf-8", headers=headers)


@pages.post("/mau-phieu/chon")
@allow(CHOOSE_FORMS)
def choose_form() -> AnyResponse:
    """From now on this unit (or everybody) prints on that form."""
    who, now, why = actor(), clock.now(), request.form.get("can_cu", "")
    place, reference = request.form.get("don_vi", ""), request.form.get("mau", "")
    unit_id = whole(place)
    if place and unit_id is None:
        raise Invalid("Không đọc được đơn vị. Hãy tải lại trang rồi chọn lại.")
    current().run(
        lambda session: actions.choose_form(session, actor=who, now=now, unit_id=unit_id, reference=reference, why=why)
    )
    flash("Đã chọn mẫu. Phiếu duyệt từ lúc này in theo mẫu ấy; phiếu đã duyệt giữ nguyên.")
    return redirect(url_for("apologies.form_list", don_vi=place))


@pages.post("/mau-phieu/them")
@allow(CHOOSE_FORMS)
def add_form() -> AnyResponse:
    """A province's own form, as a file."""
    sent = request.files.get("tep")
    if sent is None or not sent.filename:
        raise Invalid("Chưa chọn tệp mẫu. Hãy tải tệp của một mẫu có sẵn, sửa lời rồi gửi lên.")
    content = sent.read(LARGEST * 4 + 1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("Tệp mẫu không phải chữ UTF-8. Hãy lưu lại tệp với bảng mã UTF-8 rồi gửi lên.") from error
    who, now = actor(), clock.now()
    form = current().run(lambda session: actions.add_form(session, actor=who, now=now, text=text))
    flash(f"Đã thêm mẫu “{form.key}”, bản {form.edition}. Hãy xem ảnh rồi chọn cho đơn vị.")
    return redirect(url_for("apologies.form_list"))
