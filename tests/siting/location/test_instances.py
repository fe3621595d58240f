import numpy as np
import pytest

from gisapp.siting.location import InstanceError
from gisapp.siting.location.instances import read_cap, read_pmed, read_pmedcap, read_pmedcaps

PMED = "3 3 1\n1 2 9\n2 3 4\n2 1 5\n"
CAP = "2 2\n10 100.5\n20 0.\n6\n1.5 2\n4 3 \n 8\n"
OPEN_CAP = "1 1\ncapacity 7\n6\n1.5\n"
PMEDCAP = "1 12\n3 1 40\n1 0 0 5\n2 3 4 6\n3 10 1 7\n"


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "instance.txt"
        path.write_text(text, encoding="ascii")
        return path

    return write


def test_later_edge_overwrites_an_earlier_one_and_ways_are_shortest(file):
    problem = read_pmed(file(PMED))
    assert problem.n_new == 1
    assert problem.cost.tolist() == [[0, 5, 9], [5, 0, 4], [9, 4, 0]]


def test_vertices_that_nothing_joins_are_out_of_reach(file):
    assert np.isinf(read_pmed(file("3 1 1\n1 2 9\n")).cost[2, 0])


def test_length_of_nothing_joins(file):
    assert read_pmed(file("3 2 1\n1 2 0\n2 3 4\n")).cost.tolist() == [[0, 0, 4], [0, 0, 4], [4, 4, 0]]


def test_costs_are_for_all_of_a_customers_demand(file):
    problem = read_cap(file(CAP))
    assert problem.cost.tolist() == [[1.5, 2.0], [3.0, 8.0]]
    assert problem.demand.tolist() == [6.0, 4.0]
    assert problem.options.capacity.tolist() == [10.0, 20.0]
    assert problem.options.fixed_cost.tolist() == [100.5, 0.0]


def test_capacity_left_open(file):
    assert read_cap(file(OPEN_CAP), capacity=9.0).options.capacity.tolist() == [9.0]


def test_distances_are_rounded_down(file):
    problem = read_pmedcap(file(PMEDCAP))
    assert problem.cost.tolist() == [[0, 5, 10], [5, 0, 7], [10, 7, 0]]
    assert (problem.demand.tolist(), problem.capacity.tolist(), problem.n_new) == ([5, 6, 7], [40] * 3, 1)


def test_several_problems_in_a_file(file):
    problems = read_pmedcaps(file(f"\n 2\n{PMEDCAP}\n\n 7 9\n 1 1 5\r\n 1 0 0 3\n"))
    assert {number: one.demand.tolist() for number, one in problems.items()} == {1: [5, 6, 7], 7: [3]}
    with pytest.raises(InstanceError, match="2 problems; give a file of one"):
        read_pmedcap(file(f"2\n{PMEDCAP}7 9\n1 1 5\n1 0 0 3\n"))


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (read_pmed, "", "the file ends after line 0; expected the number of vertices"),
        (read_pmed, "3 x 1\n", "line 1: found 'x'; expected the number of edges"),
        (read_pmed, "3 2.5 1\n", "line 1: found '2.5'; expected the number of edges, a whole number from 1"),
        (read_pmed, "3 3 4\n", "line 1: found '4'; expected at most 3 sites to open"),
        (read_pmed, "3 2 1\n1 2 9\n2 4 1\n", "line 3: found '2'; expected edge 2 of 2: two vertices from 1 to 3"),
        (read_pmed, "3 2 1\n1 2 9\n2 3\n", "the file ends after line 3; expected edge 2 of 2"),
        (read_pmed, "3 1 1\n1 2 -9\n", "line 2: found '1'; expected edge 1 of 1"),
        (read_pmed, "3 1 1\n1 2 nan\n", "line 2: found 'nan'; expected edge 1 of 1"),
        (read_pmed, PMED + "1 3 2\n", "line 5: found '1'; expected the end of the file after 3 edges"),
        (read_cap, OPEN_CAP, "line 2: found 'capacity'; expected the capacity of candidate 1.*--capacity"),
        (read_cap, "1 1\n0 7\n6\n1.5\n", "line 2: found '0'; expected the capacity of candidate 1"),
        (read_cap, "1 1\n10 -7\n6\n1.5\n", "line 2: found '-7'; expected the fixed cost of candidate 1"),
        (read_cap, "1 1\n10 7\n0\n1.5\n", "line 3: found '0'; expected the demand of customer 1, above 0"),
        (read_cap, "2 1\n10 7\n10 7\n6\n1.5 -1\n", "line 5: found '-1'; expected 2 costs of customer 1"),
        (read_pmedcap, "1 12\n3 1 0\n", "line 2: found '0'; expected the capacity of a median, above 0"),
        (read_pmedcap, "1 12\n1 1 5\n2 0 0 3\n", "line 3: found '2'; expected point 1 of 1"),
        (read_pmedcap, "", "the file ends after line 0; expected the number of the problem"),
        (read_pmedcap, PMEDCAP + "2 9\n", "line 6: found '2'; expected the end of the file after the last point"),
        (read_pmedcaps, "2\n" + PMEDCAP, "the file ends after line 6; expected the number of the problem"),
        (read_pmedcaps, "1\n" + PMEDCAP + "2 9\n", "line 7: found '2'; expected the end of the file after"),
        (read_pmedcaps, "2\n" + PMEDCAP + PMEDCAP, "line 7: found '1'; expected the number of the problem"),
        (read_pmedcap, "1 12\n1 1 5\n1 0 zero 3\n", "line 3: found 'zero'; expected point 1 of 1"),
    ],
)
def test_names_the_line_and_what_was_expected(file, read, text, message):
    with pytest.raises(InstanceError, match=message):
        read(file(text))


def test_capacity_given_twice(file):
    with pytest.raises(InstanceError, match="found '10'; expected the word 'capacity', as a capacity was given"):
        read_cap(file("1 1\n10 7\n6\n1.5\n"), capacity=5.0)


def test_no_such_file(tmp_path):
    with pytest.raises(InstanceError, match="No such file"):
        read_pmed(tmp_path / "absent.txt")


def test_not_text(tmp_path):
    path = tmp_path / "image.txt"
    path.write_bytes(b"1 2 \xff")
    with pytest.raises(InstanceError, match="not plain text at byte 4"):
        read_pmed(path)
