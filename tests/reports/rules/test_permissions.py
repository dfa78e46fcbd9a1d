from feedback.reports.rules.permissions import VIEW_REPORTS


def test_the_permission_is_a_word_of_this_slice() -> None:
    assert VIEW_REPORTS == "reports.view"
