"""The card of a product tree: diagram, table of steps and what is missing."""

from typing import Any

from gisapp.web.profiles.sources import source_lines
from gisapp.web.profiles.tree import step_state, tree_layout
from gisapp.web.profiles.units import amount, spread, unit_word

Json = dict[str, Any]


def tree_card(document: Json) -> Json:
    """Return what the card shows of a chain document."""
    steps = document["steps"]
    return {
        "diagram": tree_layout(steps),
        "sentence": document["summary"],
        "meaning": document["meaning"],
        "rows": [_row(step) for step in steps],
        "gaps": [{"code": step["process"], "name": step["name"]} for step in steps if step["is_gap"]],
        "sources": source_lines(
            (flow["source"], None, flow["is_verified"]) for step in steps for flow in step["outputs"]
        ),
    }


def _row(step: Json) -> Json:
    feed = step["feed"]
    return {
        "code": step["process"],
        "name": step["name"],
        "kbli": step["kbli"],
        "feed": feed["name"],
        "supply": amount(feed["supply_per_year"], feed["unit"]),
        "left": amount(feed["unprocessed_per_year"], feed["unit"]),
        "outputs": [
            {
                "name": output["name"],
                "coefficient": spread(output["low"], output["mid"], output["high"]),
                "unit": unit_word(output["unit"]) if output["mid"] is not None else "",
            }
            for output in step["outputs"]
        ],
        "state": step_state(step),
        "is_gap": step["is_gap"],
        "in_province": step["plants_operating_in_province"],
        "planned": step["plants_planned_in_province"],
    }
