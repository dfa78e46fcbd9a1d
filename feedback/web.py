"""Everything the website shows: every slice's pages in one list, who may do what, what the menu holds."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, request, url_for
from flask_security import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from feedback.accounts.api import VERBS
from feedback.accounts.pages import pages as accounts
from feedback.accounts.rules import MANAGE_ACCOUNTS, Role
from feedback.accounts.rules.api_keys import Verb
from feedback.accounts.security import init_security
from feedback.adjusting import ADJUSTABLE
from feedback.answers.api import api as tablet_answers
from feedback.answers.pages import pages as answers
from feedback.answers.rules import READ_COMMENTS, READ_SERIOUS, SEE_CALL_BACKS
from feedback.answers.rules.quarantine import DECIDE_QUARANTINE
from feedback.apologies.pages import pages as apologies
from feedback.apologies.rules import CHOOSE_FORMS, MARK_LATE, REMOVE_PUBLIC, SEE_APOLOGIES, SIGN_APOLOGIES
from feedback.audit.rules import READ_AUDIT
from feedback.collection_points.api import api as tablets
from feedback.collection_points.pages import pages as collection_points
from feedback.collection_points.rules import CHECK_CODES, MANAGE_POINTS, VIEW_POINTS
from feedback.collection_points.rules.tablets import MANAGE_TABLETS, VIEW_TABLETS
from feedback.foundation.access import actor
from feedback.foundation.actors import Permission
from feedback.foundation.engine import Store, read_session
from feedback.foundation.errors import Conflict
from feedback.foundation.files import ROOT
from feedback.foundation.pages import prepare_pages, refusal_page
from feedback.foundation.settings import Settings, load_settings
from feedback.foundation.spreadsheets.large import MAX_LARGE
from feedback.languages.queries import load_languages
from feedback.organisation.pages import know_adjustable
from feedback.organisation.pages import pages as organisation
from feedback.organisation.queries import unit_names
from feedback.organisation.rules import EDIT_ORGANISATION, VIEW_ORGANISATION
from feedback.outbox.api import api as gateway
from feedback.outbox.pages import closed_since
from feedback.outbox.pages import pages as outbox
from feedback.outbox.rules import RELEASE_OUTBOX, SEE_OUTBOX, SEE_TASKS
from feedback.procedures.pages import pages as procedures
from feedback.procedures.rules import EDIT_PROCEDURES, SEE_PROCEDURES
from feedback.questionnaires.pages import Tongue, know_languages
from feedback.questionnaires.pages import pages as questionnaires
from feedback.questionnaires.rules import PUBLISH_QUESTIONNAIRES
from feedback.records.api import api as records_api
from feedback.records.pages import pages as records
from feedback.records.rules import IMPORT_RECORDS, SEE_APPLICANTS, SEE_RECORDS
from feedback.reports.pages import pages as reports
from feedback.reports.rules.permissions import SEE_OFFICERS, VIEW_REPORTS
from feedback.working_calendar.pages import pages as working_calendar
from feedback.working_calendar.rules import EDIT_CALENDAR, SEE_CALENDAR

PAGES = (
    reports,
    answers,
    records,
    records_api,
    apologies,
    outbox,
    gateway,
    collection_points,
    tablets,
    tablet_answers,
    questionnaires,
    procedures,
    working_calendar,
    organisation,
    accounts,
)

LOOKING = frozenset({VIEW_ORGANISATION, SEE_CALENDAR, SEE_PROCEDURES})
AT_COUNTERS = frozenset({VIEW_POINTS, CHECK_CODES})
HANDLING = LOOKING | AT_COUNTERS | {SEE_RECORDS, SEE_APPLICANTS, IMPORT_RECORDS, SEE_TASKS, SEE_APOLOGIES, MARK_LATE}

ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.OFFICER: HANDLING,
    Role.HEAD: HANDLING
    | {
        SIGN_APOLOGIES,
        READ_COMMENTS,
        SEE_CALL_BACKS,
        VIEW_REPORTS,
        SEE_OFFICERS,
        MANAGE_POINTS,
        SEE_OUTBOX,
        VIEW_TABLETS,
    },
    Role.LEADER: LOOKING | {VIEW_REPORTS, SEE_RECORDS, SEE_TASKS, READ_SERIOUS, REMOVE_PUBLIC},
    Role.INSPECTOR: LOOKING
    | {
        REMOVE_PUBLIC,
        READ_SERIOUS,
        VIEW_REPORTS,
        SEE_RECORDS,
        READ_AUDIT,
        VIEW_POINTS,
        VIEW_TABLETS,
        DECIDE_QUARANTINE,
    },
    Role.ADMINISTRATOR: LOOKING
    | {
        CHOOSE_FORMS,
        MANAGE_ACCOUNTS,
        EDIT_ORGANISATION,
        EDIT_CALENDAR,
        EDIT_PROCEDURES,
        IMPORT_RECORDS,
        SEE_RECORDS,
        VIEW_POINTS,
        MANAGE_POINTS,
        VIEW_TABLETS,
        MANAGE_TABLETS,
        PUBLISH_QUESTIONNAIRES,
        READ_AUDIT,
        SEE_OUTBOX,
        RELEASE_OUTBOX,
        SEE_TASKS,
        VIEW_REPORTS,
    },
}
"""What each role may do at the units of its grant. Whoever is not named here may nothing."""

KEY_PERMISSIONS: dict[str, frozenset[Permission]] = {
    Verb.WRITE: frozenset({IMPORT_RECORDS}),
    Verb.READ: frozenset({SEE_RECORDS}),
}
"""What each verb of a program's key may do at the units of the key. No key reads an applicant."""

MENU: tuple[tuple[str, str, tuple[Permission, ...]], ...] = (
    ("Hồ sơ", "records.file_list", (SEE_RECORDS,)),
    ("Sắp trễ, trễ", "records.late_list", (SEE_RECORDS,)),
    ("Xin lỗi", "apologies.notices", (SEE_APOLOGIES, SIGN_APOLOGIES)),
    ("Gỡ công khai", "apologies.removals", (REMOVE_PUBLIC,)),
    ("Việc", "outbox.tasks", (SEE_TASKS,)),
    ("Góp ý", "answers.comment_list", (READ_COMMENTS,)),
    ("Góp ý nghiêm trọng", "answers.serious_list", (READ_SERIOUS,)),
    ("Gọi lại", "answers.call_backs", (SEE_CALL_BACKS,)),
    ("Báo cáo", "reports.archive", (VIEW_REPORTS,)),
    ("Mã QR", "collection_points.point_list", (VIEW_POINTS, MANAGE_POINTS)),
    ("Máy tính bảng", "answers.tablet_list", (VIEW_TABLETS, MANAGE_TABLETS)),
    ("Phiếu để riêng", "answers.quarantine", (DECIDE_QUARANTINE,)),
    ("Phiếu hỏi", "questionnaires.in_force", (PUBLISH_QUESTIONNAIRES,)),
    ("Tổ chức", "organisation.tree", (VIEW_ORGANISATION,)),
    ("Thủ tục", "procedures.catalogue", (SEE_PROCEDURES,)),
    ("Mẫu phiếu", "apologies.form_list", (CHOOSE_FORMS,)),
    ("Lịch", "working_calendar.year", (SEE_CALENDAR,)),
    ("Thư đi", "outbox.letters", (SEE_OUTBOX,)),
    ("Tài khoản", "accounts.accounts", (MANAGE_ACCOUNTS,)),
    ("Nhật ký", "reports.audit_trail", (READ_AUDIT,)),
)

LARGEST_UPLOAD = 64 * 1024 * 1024
LARGEST_REGISTER = MAX_LARGE + 1024 * 1024
"""Of the one page whose upload goes to the disk as it comes in, with the other fields of its form."""


@dataclass(frozen=True, slots=True)
class MenuItem:
    label: str
    href: str
    here: bool


def navigation() -> list[MenuItem]:
    """The menu of the person of this request: only what they may enter."""
    who = actor()
    allowed = [(label, endpoint) for label, endpoint, needed in MENU if any(who.may(each) for each in needed)]
    return [MenuItem(label, url_for(endpoint), request.endpoint == endpoint) for label, endpoint in allowed]


def create_app(settings: Settings | None = None) -> Flask:
    """The website on one installation (by default the one the environment names)."""
    app = Flask("feedback", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "feedback" / "static"))
    store = Store(app, settings or load_settings())
    app.secret_key = store.sealer.derive("flask")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_UPLOAD
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # the session ends by itself; a form left open over lunch still works
    # Our pages tell browsers to send no Referer, so over https there is none to compare: the form's key alone decides.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    if store.settings.trusted_proxies:
        hops = store.settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    prepare_pages(app)
    app.before_request(_let_registers_be_large)
    CSRFProtect(app)
    app.register_error_handler(CSRFError, _stale_form)
    init_security(app, store.database, ROLE_PERMISSIONS)
    app.extensions[VERBS] = KEY_PERMISSIONS
    app.jinja_env.globals["navigation"] = navigation
    app.jinja_env.globals["unit_names"] = lambda ids: unit_names(read_session(), ids)  # for slices below organisation
    app.jinja_env.globals["outbox_closed"] = closed_since
    app.jinja_env.globals["may_release_outbox"] = lambda: actor().may(RELEASE_OUTBOX)
    for blueprint in PAGES:
        app.register_blueprint(blueprint)
    known = load_languages(store.settings.language_folder).known.values()
    know_adjustable(app, ADJUSTABLE)
    know_languages(app, {each.code: Tongue(each.name, each.questionnaire) for each in known})
    return app


def _let_registers_be_large() -> None:
    """Before anything reads the form, which is where the limit is looked at. Only for people signed in."""
    if request.method == "POST" and request.endpoint == "records.import_upload" and current_user.is_authenticated:
        request.max_content_length = LARGEST_REGISTER


def _stale_form(_error: CSRFError) -> Response:
    return refusal_page(
        Conflict("Trang này đã mở quá lâu hoặc đã đăng nhập lại. Xin tải lại trang rồi gửi lần nữa; chưa có gì bị ghi.")
    )


__all__ = ["KEY_PERMISSIONS", "MENU", "PAGES", "ROLE_PERMISSIONS", "create_app", "navigation"]
