"""The citizens' pages and the head's page of comments."""

from __future__ import annotations

from typing import cast

from flask import Flask

from feedback.answers.pages import call_backs, comments, information, quarantine, stickers, tablets
from feedback.answers.pages.call_back import call_back
from feedback.answers.pages.desk import pages, prepare_desk
from feedback.answers.pages.one_time import one_time
from feedback.answers.pages.problems import prepare_problems
from feedback.answers.pages.survey import survey

pages.record(lambda state: prepare_desk(cast(Flask, state.app)))
pages.record(lambda state: prepare_problems(cast(Flask, state.app)))
pages.register_blueprint(survey)
pages.register_blueprint(one_time)
pages.register_blueprint(call_back)

__all__ = ["call_backs", "comments", "information", "pages", "quarantine", "stickers", "tablets"]
