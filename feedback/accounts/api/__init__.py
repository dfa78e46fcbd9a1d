"""The door for programs: signed requests, each taken once."""

from feedback.accounts.api.door import VERBS, Caller, WrongShape, answer_once, caller, guard, read_json

__all__ = ["VERBS", "Caller", "WrongShape", "answer_once", "caller", "guard", "read_json"]
