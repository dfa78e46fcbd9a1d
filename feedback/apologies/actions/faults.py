"""Letters about what went wrong otherwise: papers lost or damaged, a wrong result, papers asked for more than once.

NĐ 61/2018/NĐ-CP Điều 12.5 and Điều 21.2 ask for the apology; one letter per file names all its faults, as in
QĐ 1198/QĐ-UBND of Tân An (28/4/2022). No rule known sets a limit or a form.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from feedback.apologies.actions.drafting import ask_head, draft_values, note_deed
from feedback.apologies.queries import (
    find_open_letter,
    find_turns,
    get_notice,
    list_asked_twice,
    next_fault_turn,
    signing_unit_id,
)
from feedback.apologies.rules import FAULTS, KIND_WORDS, MARK_LATE, Kind, State, Verb, check_happened, move
from feedback.apologies.tables import Apology, Fault
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Conflict, Forbidden, Invalid
from feedback.outbox.actions import hand_over
from feedback.outbox.actions.once import insert_once
from feedback.records.queries import File, get_file

TRIES = 3


def add_fault(session: Session, *, actor: Actor, now: datetime, record_id: int, kind: Kind, happened: str) -> int:
    """Note a fault in the file's open letter, or begin one; the letter's id.

    Forbidden away from the unit that solves the file; Invalid for a vague sentence or another kind; Conflict when the
    open letter names that kind already.
    """
    file = get_file(session, record_id)
    if not actor.may(MARK_LATE, file.solving_unit_id):
        raise Forbidden("Chỉ đơn vị giải quyết hồ sơ lập được thư xin lỗi về hồ sơ này.")
    if kind not in FAULTS:
        raise Invalid("Chưa chọn lỗi. Hãy chọn một trong các lỗi của danh sách.")
    told = check_happened(happened)
    row = _letter(session, actor, file, kind, now)
    values = {"apology_id": row.id, "kind": kind.value, "happened": told, "added_by": actor.name, "added_at": now}
    if not insert_once(session, Fault, ("apology_id", "kind"), values):
        raise Conflict("Thư đang soạn đã nêu lỗi này. Hãy mở thư để xem, hoặc chọn lỗi khác.")
    # The head may have the paper open: what it says has changed, so that version can no longer be approved.
    row.state = move(State(row.state), Verb.AMEND).value
    row.detail = {**row.detail, "faults": [*row.detail.get("faults", []), kind.value]}
    session.flush()
    note_deed(session, row, file, actor, now, "apology.fault", KIND_WORDS[kind])
    return row.id


def _letter(session: Session, actor: Actor, file: File, kind: Kind, now: datetime) -> Apology:
    for _ in range(TRIES):
        row = find_open_letter(session, file.id)
        if row is not None:
            return row
        unit_id = signing_unit_id(session, file.solving_unit_id, now)
        turn = next_fault_turn(session, file.id)
        values = draft_values(session, file, kind, unit_id, now, f"{actor.name} ghi nhận lỗi.") | {"turn": turn}
        if insert_once(session, Apology, ("record_id", "turn"), values):
            row = get_notice(session, find_turns(session, [file.id])[file.id][turn].id)
            ask_head(session, row, file, now)
            return row
    raise Conflict("Nhiều người đang ghi lỗi cho hồ sơ này cùng lúc. Xin thử lại sau ít giây.")


def suggest_letters(session: Session, *, now: datetime) -> int:
    """Files asked for papers more than once: a task for the unit, once per file and number of requests; how many."""
    return sum(
        hand_over(
            session,
            kind="apologies.asked_twice",
            subject=f"{each.record_id}/{each.times}",
            unit_id=each.unit_id,
            title=f"Hồ sơ {each.code} đã bị yêu cầu bổ sung {each.times} lần: xem có phải xin lỗi",
            detail="Chỉ được yêu cầu bổ sung một lần (QĐ 766/QĐ-TTg). Nếu lỗi ở đơn vị, lập thư xin lỗi từ trang này.",
            link=f"/xin-loi/ho-so/{each.record_id}/loi",
            now=now,
        )
        for each in list_asked_twice(session)
    )
