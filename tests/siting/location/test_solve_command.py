from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.siting.location.test_instances import PMED, PMEDCAP

CAP = "2 2\n10 100\n20 50\n6\n1 2\n4\n3 8\n"


@pytest.fixture
def solve(tmp_path):
    def run(kind, text, *arguments):
        path = tmp_path / "small.txt"
        path.write_text(text, encoding="ascii")
        out = StringIO()
        call_command("solve", kind, str(path), *arguments, stdout=out)
        return out.getvalue().splitlines()

    return run


@pytest.mark.parametrize(
    ("kind", "text", "objective"),
    [("pmed", PMED, "9"), ("cap", CAP, "60"), ("pmedcap", PMEDCAP, "12")],
)
def test_prints_a_line_with_bound_gap_and_status(solve, kind, text, objective):
    heading, line = solve(kind, text)
    row = dict(zip(heading.split(), line.split(), strict=True))
    assert (row["instance"], row["objective"], row["status"]) == ("small", objective, "optimal")
    assert float(row["gap_%"]) <= 0.0001
    assert float(row["bound"]) == pytest.approx(float(objective), rel=1e-6)
    assert 0 <= float(row["seconds"]) < 10


def test_solves_all_problems_of_a_file(solve):
    _heading, *lines = solve("pmedcap", f"2\n{PMEDCAP}7 9\n1 1 5\n1 0 0 3\n")
    assert [line.split()[:2] for line in lines] == [["small-1", "12"], ["small-7", "0"]]


def test_infeasible_is_an_answer_and_says_why(solve):
    _heading, line, why = solve("pmedcap", "1 12\n2 1 10\n1 0 0 6\n2 3 4 6\n")
    assert "infeasible" in line
    assert why == "capacity: 10 given, 12 needed"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("pmed", "3 x 1\n"), "line 1: found 'x'; expected the number of edges"),
        (("cap", CAP, "--capacity", "-3"), "--capacity -3.0: give a number above 0"),
        (("cap", CAP, "--time-limit", "0"), "--time-limit 0.0: give a number of seconds above 0"),
    ],
)
def test_bad_input_ends_with_exit_code_2(solve, arguments, message):
    with pytest.raises(CommandError, match=message) as caught:
        solve(*arguments)
    assert caught.value.returncode == 2
