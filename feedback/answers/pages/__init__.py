"""The citizens' pages and the head's page of comments."""

from __future__ import annotations

from typing import cast

from flask import Flask

from feedback.answers.pages import comments, information, quarantine, stickers, tablets
from feedback.answers.pages.desk import pages, prepare_desk
from feedback.answers.pages.one_time import one_time
from feedback.answers.pages.problems import prepare_problems
from feedback.answers.pages.survey import survey

pages.record(lambda state: prepare_desk(cast(Flask, state.app)))
pages.record(lambda state: prepare_problems(cast(Flask, state.app)))
pages.register_blueprint(survey)
pages.register_blueprint(one_time)

__all__ = ["comments", "information", "pages", "quarantine", "stickers", "tablets"]
