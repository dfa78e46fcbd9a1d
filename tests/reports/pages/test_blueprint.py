from feedback.reports.pages import pages


def test_the_blueprint_bears_the_name_of_its_slice() -> None:
    assert (pages.name, pages.url_prefix) == ("reports", None)
