"""Everything a notice will say, gathered from where it is kept."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.answers.queries.codes import is_issued, kept_hash
from feedback.answers.rules.codes import APOLOGY_KEY, apology_token, code_address
from feedback.apologies.queries.faults import list_faults
from feedback.apologies.queries.forms import form_for
from feedback.apologies.queries.notices import file_facts, read_notice
from feedback.apologies.queries.signing import printed_signer
from feedback.apologies.rules import (
    DATED,
    FAULTS,
    Applicant,
    Decision,
    FaultFacts,
    Kind,
    NoticeFacts,
    place_of,
    signing_name,
)
from feedback.apologies.rules.form import is_administrative
from feedback.apologies.tables import Apology, NumberBook
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.foundation.errors import Conflict
from feedback.foundation.sealing import Sealer
from feedback.organisation.queries import find_head, get_setting, get_unit, list_desks, list_successors
from feedback.organisation.tables import Unit
from feedback.records.queries import File, find_applicant, get_file
from feedback.records.rules import Category, categorise

PAPER, PLACE = "apology_paper", "apology_place"
DESK = "Bộ phận Tiếp nhận và Trả kết quả"


def signing_unit_id(session: Session, solving_unit_id: int, now: datetime) -> int:
    """Who signs for a file of that unit today: itself, or its successor where it no longer exists."""
    unit = get_unit(session, solving_unit_id)
    if unit.valid_to is None or unit.valid_to >= local_day(now):
        return unit.id
    successors = list_successors(session, unit.id)
    return successors[0].id if successors else unit.id


def find_next_number(session: Session, unit_id: int, year: int) -> int:
    """The number the next approval of this unit would take, if nobody is faster."""
    last = session.scalar(select(NumberBook.last).where(NumberBook.unit_id == unit_id, NumberBook.year == year))
    return (last or 0) + 1


def open_applicant(session: Session, sealer: Sealer, record_id: int) -> Applicant:
    """Name, identity number and e-mail of the applicant as far as the file has them. Only for handling the file."""
    known = find_applicant(session, sealer, record_id)
    return Applicant(known.name, known.identity, known.email) if known else Applicant()


def notice_facts(
    session: Session,
    notice: Apology,
    decision: Decision,
    *,
    number: int,
    now: datetime,
    sealer: Sealer,
    base_url: str,
    who: Actor | None = None,
) -> NoticeFacts:
    """The content of this notice if `who` approved it now. `base_url` "" leaves the survey's code out.

    Two calls with nothing changed in between give equal values: the approving transaction compares them.
    """
    file = get_file(session, notice.record_id)
    kind, due = Kind(notice.kind), file.best_due
    if due is None and kind in DATED:
        raise Conflict("Hồ sơ này không còn giờ hẹn trả nên chưa lập phiếu được. Hãy kiểm tra lại hồ sơ.")
    unit = get_unit(session, notice.unit_id)
    parent = get_unit(session, unit.parent_id) if unit.parent_id is not None else None
    head = find_head(session, unit.id, local_day(now))
    upper, lower = _letterhead(session, unit, parent)
    place = get_setting(session, unit.id, PLACE, "") or place_of(unit.name, parent.name if parent else "")
    first = _taken_back(session, notice)
    asked = base_url if kind != Kind.WITHDRAWAL else ""
    return NoticeFacts(
        number=number,
        year=local_day(now).year,
        made_at=now,
        code=file.code,
        procedure=file.procedure_name,
        received=file.received,
        due=due,
        applicant=open_applicant(session, sealer, file.id),
        decision=decision,
        authority=signing_name(unit.name),
        upper_line=upper,
        lower_line=lower,
        place=place,
        head_name=head.person_name if head else "",
        head_title=head.title if head else "",
        survey_url=code_address(asked, survey_token(sealer, notice)) if asked else "",
        paper=str(get_setting(session, unit.id, PAPER, "A4")),
        is_sample=file.is_sample or unit.is_sample,
        kind=kind,
        form=form_for(session, unit.id, kind).reference,
        faults=tuple(FaultFacts(each.kind, each.happened) for each in list_faults(session, notice.id)),
        first_number=(first.number or 0) if first else 0,
        first_day=local_day(first.approved_at) if first and first.approved_at else None,
        signer=printed_signer(session, unit.id, who if head else None, local_day(now)),
    )


def _taken_back(session: Session, notice: Apology) -> Apology | None:
    """The notice that a withdrawal is about."""
    return read_notice(session, notice.withdraws_id) if notice.withdraws_id is not None else None


def preview_facts(
    session: Session,
    notice: Apology,
    decision: Decision,
    *,
    now: datetime,
    sealer: Sealer,
    base_url: str,
    who: Actor | None = None,
) -> NoticeFacts:
    """The content with the number the unit's next approval would take."""
    number = find_next_number(session, notice.unit_id, local_day(now).year)
    return notice_facts(session, notice, decision, number=number, now=now, sealer=sealer, base_url=base_url, who=who)


def survey_token(sealer: Sealer, notice: Apology) -> str:
    """The one-time code of this notice: drawn, not kept, so that it can be printed before it is approved."""
    return apology_token(sealer.derive(APOLOGY_KEY), notice_id=notice.id, created_at=notice.created_at)


def find_survey_url(session: Session, sealer: Sealer, notice_id: int, base_url: str) -> str:
    """Where the code of an approved notice leads; "" where it was given none."""
    token = survey_token(sealer, read_notice(session, notice_id))
    return code_address(base_url, token) if base_url and is_issued(session, kept_hash(sealer, token)) else ""


def late_result(file: File, now: datetime) -> datetime | None:
    """When the result came, where it came late: then it is the only date the notice can honestly name."""
    late = categorise(file_facts(file, known_open=True).times, now) == Category.DONE_LATE
    return file.finished.at if late and file.finished is not None else None


def decision_of(notice: Apology) -> Decision:
    """Reason, date and remedy as they are stored; Conflict while those its kind needs are missing."""
    kind = Kind(notice.kind)
    if not notice.reason_text or (kind in DATED and notice.new_due_at is None):
        raise Conflict("Phiếu chưa có lý do và ngày hẹn mới. Hãy ghi và lưu trước, xem phiếu rồi mới duyệt.")
    if kind in FAULTS and not notice.remedy_text:
        raise Conflict("Thư chưa có biện pháp khắc phục. Hãy ghi và lưu trước, xem thư rồi mới duyệt.")
    return Decision(notice.reason_class, notice.reason_text, notice.new_due_at, notice.remedy_text)


def _letterhead(session: Session, unit: Unit, parent: Unit | None) -> tuple[str, str]:
    """The two lines at the top left: the authority and its desk; for an agency its superior and itself."""
    if is_administrative(unit.name):
        desks = list_desks(session, [unit.id])
        return signing_name(unit.name), desks[0].name if desks else DESK
    return signing_name(parent.name) if parent else "", unit.name
