"""Who may decide, and that a reason is needed."""

from __future__ import annotations

import pytest

from feedback.answers.rules.quarantine import check_decider, read_why
from feedback.foundation.errors import Forbidden, Invalid


def test_whoever_revoked_does_not_decide():
    check_decider("thanh.tra", "quan.tri")
    check_decider("thanh.tra", None)
    with pytest.raises(Forbidden, match="thanh tra khác"):
        check_decider("quan.tri", "quan.tri")


def test_a_decision_needs_a_reason():
    assert read_why(" máy  mất ") == "máy mất"
    for text in ("", " \n", "x" * 301):
        with pytest.raises(Invalid):
            read_why(text)
