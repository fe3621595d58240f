import itertools

from gisapp.web.profiles.tree import tree_layout, wrapped


def step(code, feed, *outputs, is_gap=False, stage=1, supply=100.0, left=40.0):
    return {
        "process": code,
        "name": f"Plant of {code}",
        "stage": stage,
        "is_gap": is_gap,
        "plants_operating": 0 if is_gap else 2,
        "feed": {
            "commodity": feed,
            "name": feed,
            "unit": "t/yr",
            "supply_per_year": supply,
            "taken_per_year": None if is_gap else supply - left,
            "unprocessed_per_year": left,
        },
        "outputs": [
            {"commodity": code, "name": code, "low": None, "mid": 0.5, "high": None, "unit": "t per t input"}
            for code in outputs
        ],
    }


MILL = step("mill", "bunch", "oil", "kernel")
MINI = step("mini", "bunch", "oil", is_gap=True)
REFINERY = step("refinery", "oil", "refined", stage=2, is_gap=True)
FRACTION = step("fraction", "refined", "olein", stage=3)
COOKING = step("cooking", "oil", "olein", stage=2)


def test_every_line_runs_to_the_right():
    tree = tree_layout([MILL, MINI, REFINERY, FRACTION, COOKING])
    for edge in tree.edges:
        numbers = edge.path[1:].replace("C", " ").split()
        assert float(numbers[0]) < float(numbers[-2]), edge


def test_a_good_of_two_steps_side_by_side_is_shown_once():
    tree = tree_layout([MILL, MINI])
    names = [good.names[0].text for good in tree.goods]
    assert sorted(names) == ["bunch", "kernel", "oil"]
    assert len(tree.edges) == 2 + 3


def test_a_good_that_a_later_step_makes_again_is_shown_again():
    tree = tree_layout([MILL, REFINERY, FRACTION, COOKING])
    assert [good.names[0].text for good in tree.goods].count("olein") == 2


def test_nothing_lies_upon_another():
    tree = tree_layout([MILL, MINI, REFINERY, FRACTION, COOKING])
    for one, other in itertools.combinations(tree.steps, 2):
        apart = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert apart or one.x != other.x
    for one, other in itertools.combinations(tree.goods, 2):
        assert one.x != other.x or abs(one.y - other.y) >= 16
    assert all(one.x >= 0 and one.x + one.width <= tree.width and one.y >= 0 for one in tree.steps)
    assert all(one.y + one.height <= tree.height for one in tree.steps)


def test_gaps_are_told_apart():
    tree = tree_layout([MILL, MINI])
    assert {one.code: one.is_gap for one in tree.steps} == {"mill": False, "mini": True}
    assert sum(edge.is_gap for edge in tree.edges) == 2


def test_a_circle_of_steps_does_not_hang():
    tree = tree_layout([step("there", "a", "b"), step("back", "b", "a")])
    assert tree.steps == ()


def test_long_names_are_cut_at_three_lines():
    assert wrapped("one two three four five six", 5) == ("one", "two", "three…")
