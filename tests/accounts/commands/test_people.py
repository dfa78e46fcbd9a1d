"""`feedback first-admin-code` and `feedback load-organisation`."""

import io
import json

import openpyxl
import pytest

from feedback.accounts.actions import verify_password
from feedback.accounts.commands import commands
from feedback.accounts.commands.people import first_admin_code, load_organisation, reset_password_command
from feedback.accounts.exports import write_template
from feedback.accounts.queries import find_account
from feedback.accounts.rules import Role
from tests.factories import Factory

FIRST, LOAD, RESET = first_admin_code, load_organisation, reset_password_command


@pytest.fixture
def book(database, tmp_path, now):
    """`book(row, …)` is a file with rows on the sheet of desks."""
    database.run(lambda session: Factory(session).unit("Xã Mẫu", code="90001").id)

    def fill(*rows):
        filled = openpyxl.load_workbook(io.BytesIO(write_template(made_at=now)))
        for row in rows:
            filled["Bàn tiếp nhận"].append(row)
        path = tmp_path / "to-chuc.xlsx"
        filled.save(path)
        return path

    return fill


def test_the_code_is_printed_with_where_to_use_it(run):
    answer = run(FIRST, "--json")
    told = json.loads(answer.stdout)
    assert told["url"].endswith("/khoi-tao")
    assert len(told["code"]) == 23
    assert "Mã khởi tạo" in run(FIRST).stdout


def test_there_is_no_code_once_somebody_administers(run, database):
    database.run(lambda session: Factory(session).account(Role.ADMINISTRATOR).id)
    answer = run(FIRST)
    assert answer.exit_code == 1
    assert "đã có quản trị viên" in answer.stderr


def test_the_template_is_written_and_loads_as_nothing(run, tmp_path):
    path = tmp_path / "mau.xlsx"
    assert run(LOAD, path, "--template").exit_code == 0
    answer = run(LOAD, path, "--json")
    assert json.loads(answer.stdout)["new"] == 0
    assert answer.exit_code == 0


def test_a_file_loads_and_loads_again_without_a_second_row(run, book):
    path = book(["90001", "Một cửa", "", ""])
    preview = json.loads(run(LOAD, path, "--preview", "--json").stdout)
    assert (preview["written"], preview["new"]) == (False, 1)
    first, again = (json.loads(run(LOAD, path, "--json").stdout) for _ in range(2))
    assert (first["written"], first["new"]) == (True, 1)
    assert (again["new"], again["unchanged"]) == (0, 1)


def test_a_wrong_row_writes_nothing_and_says_what_to_do(run, book):
    path = book(["90001", "Một cửa", "", ""], ["99999", "Khác", "", ""])
    answer = run(LOAD, path)
    assert answer.exit_code == 1
    assert "Bàn tiếp nhận, dòng 4" in answer.stderr
    assert "Không có đơn vị mã 99999" in answer.stderr
    assert "Chưa ghi gì" in answer.stdout
    assert json.loads(run(LOAD, book(), "--json").stdout)["unchanged"] == 0


def test_a_file_that_is_not_there_is_wrong_usage(run, tmp_path):
    answer = run(LOAD, tmp_path / "khong-co.xlsx")
    assert answer.exit_code == 2
    assert "--template" in answer.stderr


@pytest.mark.parametrize("command", commands, ids=lambda command: command.name)
def test_help_is_in_vietnamese_with_an_example(run, command):
    assert "Ví dụ:" in run(command, "--help").stdout


def test_whoever_runs_the_server_can_give_a_locked_out_administrator_a_one_time_password(run, database):
    database.run(lambda session: Factory(session).account(Role.ADMINISTRATOR, login="quantri").id)
    answer = run(RESET, "quantri")
    assert answer.exit_code == 0
    password = answer.output.rsplit(": ", 1)[1].strip()
    with database.read() as session:
        account = find_account(session, "quantri")
        assert account is not None
        assert account.must_change_password
        assert verify_password(password, account.password)


def test_a_name_nobody_has_is_refused(run):
    answer = run(RESET, "khong.ai")
    assert answer.exit_code == 1
    assert "Không có tài khoản" in answer.output
