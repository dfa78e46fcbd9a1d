"""Loading the catalogue from the command line."""

from __future__ import annotations

import json

from click.testing import CliRunner

from feedback.procedures import actions
from feedback.procedures.commands import load_procedures

HEADING = "code,name,field,working_days\n"


def run(app, *arguments):
    return CliRunner().invoke(
        load_procedures, [str(each) for each in arguments], obj=lambda: app.extensions["lang-nghe"]
    )


def test_a_load_says_what_is_new_and_again_that_nothing_is(app):
    assert run(app).output.startswith("mới: 128\n")
    assert run(app).output == "giữ nguyên: 128\n"


def test_a_long_file_is_loaded_in_several_works(app, tmp_path):
    file = tmp_path / "thu-tuc.csv"
    rows = [f"1.{number:06d},Thủ tục {number},Hộ tịch,3" for number in range(actions.BATCH * 2 + 1)]
    file.write_text(HEADING + "\n".join(rows), "utf-8")
    document = json.loads(run(app, file, "--json").stdout)
    assert document["new"] == len(rows)
    assert [each["row"] for each in document["changes"]] == list(range(2, len(rows) + 2))


def test_a_wrong_file_is_refused_and_nothing_is_loaded(app, tmp_path):
    file = tmp_path / "thu-tuc.csv"
    file.write_text(f"{HEADING}1.000001,Thủ tục,Hộ tịch,3\nx,Thủ tục,Hộ tịch,3\n", "utf-8")
    result = run(app, file)
    assert (result.exit_code, "dòng 3" in result.stderr) == (1, True)
    assert run(app).output.startswith("mới: 128\n")
