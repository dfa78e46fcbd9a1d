from decimal import Decimal
from fractions import Fraction

import pytest

from feedback.scoring.rules import indicators
from feedback.scoring.rules.indicators import Complaint, Timing

BOTH_WAYS = ((True, True), (True, False), (False, True), (False, False))


def test_no_files_give_no_points() -> None:
    assert indicators.score([]).points is None


@pytest.mark.parametrize(
    ("contacts", "fault", "points"),
    [(0, False, 2), (1, False, 1), (2, False, 0), (5, True, 1), (1, True, 1)],
)
def test_contacts_beyond_one_count_unless_the_applicant_erred(contacts: int, fault: bool, points: int) -> None:
    assert indicators.contact_points(contacts, applicants_fault=fault) == points


def test_a_confirmed_complaint_takes_the_points_of_an_early_file() -> None:
    assert indicators.attitude_points(Timing.EARLY, Complaint.CONFIRMED) == 0
    assert indicators.attitude_points(Timing.EARLY, Complaint.CONCLUDED_FALSE) == 2


def test_procedures_published_one_way_get_one_point() -> None:
    assert [indicators.publicity_points(posted=a, electronic=b) for a, b in BOTH_WAYS] == [
        2,
        1,
        1,
        0,
    ]


@pytest.mark.parametrize(
    ("handled", "received", "points"),
    [
        (Fraction(1), Fraction(1), 2),
        (Fraction(99, 100), Fraction(1), 1),
        (Fraction(1), Fraction(99, 100), 0),
    ],
)
def test_a_commune_must_handle_every_procedure_at_its_one_stop_office(
    handled: Fraction, received: Fraction, points: int
) -> None:
    found = indicators.reception_points(handled_share=handled, handled_needed=Fraction(1), received_share=received)
    assert found == points


@pytest.mark.parametrize(
    ("procedures", "files", "overdue", "points"),
    [
        ("0.2", "0.3", False, 2),
        ("0.2", "0.29", False, 1),
        ("0.1", "0.5", False, 1),
        ("1", "0.14", False, 0),
        ("1", "1", True, 0),
    ],
)
def test_online_services_need_twenty_and_thirty_per_cent_and_nothing_overdue(
    procedures: str, files: str, overdue: bool, points: int
) -> None:
    found = indicators.online_points(
        procedures_share=Fraction(procedures),
        files_share=Fraction(files),
        any_overdue=overdue,
    )
    assert found == points


def test_an_indicator_without_data_is_left_out_of_the_total() -> None:
    assert indicators.total({1: Decimal("1.4"), 5: None, 8: 2}) == Decimal("3.4")
