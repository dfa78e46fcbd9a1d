"""The plan of the sample: the same every time, plausible, and nothing in it that could be somebody's."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from feedback.demo.rules import SIGN_INS, WEEKS, PlannedFile, communes, first_day, plan_answers, plan_files

LAST = date(2026, 11, 20)
UNTIL = datetime(2026, 11, 20, 17)
DAYS = [first_day(LAST) + timedelta(days=number) for number in range(7 * WEEKS)]
WORKING = [day for day in DAYS if day.weekday() < 5 and day <= LAST]


def files(seed: int = 2026) -> list[PlannedFile]:
    return list(
        plan_files(WORKING, UNTIL, lambda _code, received: received + timedelta(days=3), lambda moment: moment, seed)
    )


def test_eight_weeks_end_with_the_week_of_the_last_day():
    assert first_day(LAST) == date(2026, 9, 28)
    assert first_day(LAST).weekday() == 0
    assert first_day(LAST, 1) == date(2026, 11, 16)


def test_the_same_seed_tells_the_same_story_and_another_seed_another():
    assert files() == files()
    assert files() != files(7)


def test_nothing_is_received_after_the_moment_the_sample_is_made():
    assert all(file.received <= UNTIL for file in files())
    assert all(file.finished is None or file.finished > file.received for file in files())


def test_file_codes_are_of_a_province_that_does_not_exist_and_never_twice():
    codes = [file.code for file in files()]
    assert len(codes) == len(set(codes)) > 1000
    assert all(code.startswith("H99.99.") for code in codes)


def test_people_are_obviously_invented_and_mail_goes_nowhere():
    invented = ("Mẫu", "Thử", "Ví Dụ", "Giả", "Nháp", "Ảo", "Tưởng Tượng")
    assert all(file.applicant.endswith(invented) for file in files())
    assert all(not file.email or file.email.endswith("@example.invalid") for file in files())


def test_one_commune_is_too_small_to_show_figures_and_one_is_poor():
    counts = {each.number: sum(file.commune.number == each.number for file in files()) for each in communes()}
    assert counts[8] < counts[1] / 5
    late = [file for file in files() if file.finished and file.due and file.finished > file.due]
    assert sum(file.commune.number == 7 for file in late) > sum(file.commune.number == 1 for file in late)


def test_answers_are_given_in_order_on_working_days_by_fewer_people_than_came():
    answers = plan_answers(files(), WORKING, UNTIL)
    assert answers == sorted(answers, key=lambda answer: answer.at)
    assert 0 < len(answers) < len(files())
    assert all(answer.at.date() in WORKING and 1 <= answer.overall <= 5 for answer in answers)


def test_every_kind_of_person_can_sign_in():
    assert {role for _, _, role, _ in SIGN_INS} == {"officer", "head", "leader", "inspector", "administrator"}
