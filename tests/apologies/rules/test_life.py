"""The words of the timeline."""

from feedback.apologies.rules import LIFE_WORDS
from feedback.reports.documents.verbs import VERBS


def test_every_deed_the_timeline_words_is_one_the_audit_knows() -> None:
    assert set(LIFE_WORDS) - set(VERBS) <= {"apology.sign"}


def test_every_deed_done_to_one_notice_is_told() -> None:
    noted = {verb for verb in VERBS if verb.startswith("apology.")}
    assert noted - set(LIFE_WORDS) == {"apology.morning_list", "apology.form_add"}
