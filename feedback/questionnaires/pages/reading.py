"""`/phieu-hoi`: the questionnaire in force as visitors are asked it, in every language, and the versions before it."""

from __future__ import annotations

from flask import render_template

from feedback.foundation.access import allow
from feedback.foundation.engine import read_session
from feedback.questionnaires import queries
from feedback.questionnaires.pages.blueprint import pages, tongues
from feedback.questionnaires.pages.sections import sections_of
from feedback.questionnaires.rules import PUBLISH_QUESTIONNAIRES
from feedback.questionnaires.rules.prompts import printed_texts


@pages.get("/phieu-hoi")
@allow(PUBLISH_QUESTIONNAIRES)
def in_force() -> str:
    session = read_session()
    asked = queries.questionnaire_in_force(session)
    known = tongues()
    texts = {key: text for key, text in printed_texts(asked).items() if not key.startswith("tablet.")}
    told = {
        key: {lang: text.get(lang) or tongue.texts.get(key, "") for lang, tongue in known.items()}
        for key, text in texts.items()
    }
    return render_template(
        "questionnaires/in_force.html",
        asked=asked,
        current=queries.find_current(session),
        versions=queries.list_versions(session),
        languages=known,
        sections=sections_of(told),
        texts=told,
    )
