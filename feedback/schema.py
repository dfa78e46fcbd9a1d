"""Every table of every slice in one place, for migrations and tests."""

from feedback.accounts import tables as accounts
from feedback.answers import tables as answers
from feedback.apologies import tables as apologies
from feedback.audit import tables as audit
from feedback.collection_points import tables as collection_points
from feedback.foundation.database import Base
from feedback.organisation import tables as organisation
from feedback.outbox import tables as outbox
from feedback.procedures import tables as procedures
from feedback.questionnaires import tables as questionnaires
from feedback.records import tables as records
from feedback.reports import tables as reports
from feedback.working_calendar import tables as working_calendar

SLICES = (
    accounts,
    answers,
    apologies,
    audit,
    collection_points,
    organisation,
    outbox,
    procedures,
    questionnaires,
    records,
    reports,
    working_calendar,
)
METADATA = Base.metadata
