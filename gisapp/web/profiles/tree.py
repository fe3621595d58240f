"""The product tree as a diagram: goods and the steps between them, laid out in columns from left to right.

Goods stand in even columns, steps in odd ones. Each good hangs on the step that makes it first; other steps of the same
column get a line to it, and steps further right show it once more, so that every line runs to the right.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gisapp.web.profiles.units import amount, spread

Json = Mapping[str, Any]

GOOD_WIDTH, STEP_WIDTH = 126, 148
TO_STEP, TO_GOOD = 22, 96
LINE, PADDING = 16, 8
ROW_GAP = 12
LETTERS_OF_GOOD, LETTERS_OF_STEP = 17, 19
MOST_LINES = 3
EDGE_LEAST, EDGE_MOST = 2.0, 14.0
MARGIN = 10
PILL_HEIGHT, LETTER = 18, 6.4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text at a place."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Good:
    """A raw material or product."""

    x: float
    y: float
    names: tuple[Line, ...]
    note: Line | None


@dataclass(frozen=True, slots=True)
class Step:
    """A process; `is_gap` where no plant is recorded."""

    code: str
    name: str
    x: float
    y: float
    width: float
    height: float
    names: tuple[Line, ...]
    note: Line
    is_gap: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """A flow between a good and a step, with its coefficient where it comes out of the step."""

    path: str
    width: str
    is_gap: bool
    label: Line | None = None
    label_width: float = 0.0

    @property
    def label_left(self) -> float:
        """Return where the ground of the coefficient begins."""
        return 0.0 if self.label is None else self.label.x - self.label_width / 2

    @property
    def label_top(self) -> float:
        """Return where the ground of the coefficient begins, downwards."""
        return 0.0 if self.label is None else self.label.y - PILL_HEIGHT / 2


@dataclass(frozen=True, slots=True)
class Tree:
    """A diagram, in pixels."""

    width: int
    height: int
    goods: tuple[Good, ...]
    steps: tuple[Step, ...]
    edges: tuple[Edge, ...]


@dataclass(slots=True)
class _Node:
    """A good or step while its place is sought."""

    key: str
    depth: int
    lines: tuple[str, ...]
    note: str
    children: list["_Node"]
    step: Json | None = None
    y: float = 0.0

    @property
    def height(self) -> float:
        text = LINE * (len(self.lines) + bool(self.note))
        return text + 2 * PADDING if self.step is not None else text


def tree_layout(steps: Sequence[Json]) -> Tree:
    """Lay out the steps of a chain document.

    Parameters
    ----------
    steps
        As `gisapp.planning.potentials.chains.chain_document` returns them.
    """
    nodes = _grown(steps)
    top = float(MARGIN)
    for root in [node for node in nodes.values() if node.depth == 0]:
        top = _placed(root, top)
    tonnes = {step["feed"]["commodity"]: step["feed"]["supply_per_year"] for step in steps}
    most = max([value for value in tonnes.values() if value], default=1.0)
    edges = [edge for step in steps for edge in _edges(step, nodes, tonnes=tonnes, most=most)]
    deepest = max((node.depth for node in nodes.values()), default=0)
    return Tree(
        width=math.ceil(_left(deepest) + (GOOD_WIDTH if deepest % 2 == 0 else STEP_WIDTH) + MARGIN),
        height=math.ceil(top - ROW_GAP + MARGIN),
        goods=tuple(_good(node) for node in nodes.values() if node.step is None),
        steps=tuple(_step(node) for node in nodes.values() if node.step is not None),
        edges=tuple(edges),
    )


def wrapped(text: str, letters: int) -> tuple[str, ...]:
    """Break a text into lines of at most so many letters; what would be a fourth line is cut.

    Examples
    --------
    >>> wrapped("Pabrik minyak goreng sawit (terpadu)", 22)
    ('Pabrik minyak goreng', 'sawit (terpadu)')
    """
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) > letters and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = joined
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1] + "\N{HORIZONTAL ELLIPSIS}"]
    return tuple(lines)


def step_state(step: Json) -> str:
    """Say whether plants of a step are recorded, and how many."""
    if step["is_gap"]:
        return str(_("not recorded"))
    plants: int = step["plants_operating"]
    return ngettext("%(plants)d plant", "%(plants)d plants", plants) % {"plants": plants}


def _grown(steps: Sequence[Json]) -> dict[str, _Node]:
    """Return all nodes, each good hung on the first step that makes it."""
    made = {output["commodity"] for step in steps for output in step["outputs"]}
    feeds = {step["feed"]["commodity"]: step["feed"] for step in steps}
    nodes: dict[str, _Node] = {}
    for code, feed in feeds.items():
        if code not in made:
            nodes[code] = _Node(code, 0, wrapped(feed["name"], LETTERS_OF_GOOD), _supplied(feed), [])
    # A step made possible by another comes after it, whatever their stages say; a circle leaves its steps out.
    waiting = sorted(steps, key=lambda step: (step["is_gap"], step["stage"]))
    while ready := [step for step in waiting if step["feed"]["commodity"] in nodes]:
        _hang(ready[0], nodes, feeds)
        waiting.remove(ready[0])
    return nodes


def _hang(step: Json, nodes: dict[str, _Node], feeds: Mapping[str, Json]) -> None:
    feed = nodes[step["feed"]["commodity"]]
    names = wrapped(step["name"], LETTERS_OF_STEP)
    node = _Node(f"step:{step['process']}", feed.depth + 1, names, step_state(step), [], step)
    feed.children.append(node)
    nodes[node.key] = node
    for output in step["outputs"]:
        code = output["commodity"]
        if code in nodes and nodes[code].depth == node.depth + 1:
            continue
        key = _key_of(output, step) if code in nodes else code
        note = _supplied(feeds[code]) if code in feeds and key == code else ""
        nodes[key] = _Node(key, node.depth + 1, wrapped(output["name"], LETTERS_OF_GOOD), note, [])
        node.children.append(nodes[key])


def _key_of(output: Json, step: Json) -> str:
    """Return the key of a good that is shown once more, because another step makes it elsewhere."""
    return f"{output['commodity']}:{step['process']}"


def _supplied(feed: Json) -> str:
    supply = feed["supply_per_year"]
    return str(_("supply not recorded")) if supply is None else amount(supply, feed["unit"])


def _placed(node: _Node, top: float) -> float:
    """Place a node amid its children, and return where the next may begin."""
    below = top
    for child in node.children:
        below = _placed(child, below)
    if node.children:
        node.y = (node.children[0].y + node.children[-1].y) / 2
        # A node taller than its only child pushes that down.
        lack = top + node.height / 2 - node.y
        if lack > 0:
            _shift(node, lack)
            below += lack
        return max(below, node.y + node.height / 2 + ROW_GAP)
    node.y = top + node.height / 2
    return top + node.height + ROW_GAP


def _shift(node: _Node, by: float) -> None:
    node.y += by
    for child in node.children:
        _shift(child, by)


def _left(depth: int) -> float:
    goods, steps = (depth + 1) // 2, depth // 2
    return MARGIN + goods * (GOOD_WIDTH + TO_STEP) + steps * (STEP_WIDTH + TO_GOOD)


def _lines(node: _Node, x: float) -> tuple[tuple[Line, ...], Line | None]:
    """Return the lines of a node's name, and the note under them."""
    first = node.y - LINE * (len(node.lines) + bool(node.note)) / 2 + LINE * 0.75
    names = tuple(Line(x, first + LINE * index, text) for index, text in enumerate(node.lines))
    note = Line(x, first + LINE * len(names), node.note) if node.note else None
    return names, note


def _good(node: _Node) -> Good:
    x = _left(node.depth)
    names, note = _lines(node, x + 14)
    return Good(x + 5, node.y, names, note)


def _step(node: _Node) -> Step:
    assert node.step is not None  # noqa: S101 - for the type checker; goods are told apart before
    x = _left(node.depth)
    names, note = _lines(node, x + 14)
    return Step(
        code=node.step["process"],
        name=node.step["name"],
        x=x,
        y=node.y - node.height / 2,
        width=STEP_WIDTH,
        height=node.height,
        names=names,
        note=note or Line(x, node.y, ""),
        is_gap=node.step["is_gap"],
    )


def _edges(step: Json, nodes: Mapping[str, _Node], *, tonnes: Mapping[str, float | None], most: float) -> list[Edge]:
    node = nodes.get(f"step:{step['process']}")
    if node is None:
        return []
    feed = nodes[step["feed"]["commodity"]]
    into = _curve((_left(feed.depth) + GOOD_WIDTH, feed.y), (_left(node.depth), node.y))
    flowing = step["feed"]["unprocessed_per_year" if step["is_gap"] else "taken_per_year"]
    edges = [Edge(into, _edge_width(flowing, most), is_gap=step["is_gap"])]
    for output in step["outputs"]:
        good = nodes.get(_key_of(output, step)) or nodes[output["commodity"]]
        start, end = (_left(node.depth) + STEP_WIDTH, node.y), (_left(good.depth), good.y)
        text = _coefficient(output)
        ground = LETTER * len(text) + PADDING
        edges.append(
            Edge(
                _curve(start, end),
                _edge_width(None if step["is_gap"] else tonnes.get(good.key), most),
                is_gap=step["is_gap"],
                label=Line(end[0] - ground / 2 - 4, good.y, text) if text and good in node.children else None,
                label_width=ground,
            )
        )
    return edges


def _coefficient(output: Json) -> str:
    if output["mid"] is None and output["low"] is None:
        return ""
    unit = str(output["unit"]).split(" per ")[0].replace("m3", "m³")
    return spread(output["low"], output["mid"], output["high"]) + ("" if unit == "t" else f" {unit}")


def _edge_width(tonnes: float | None, most: float) -> str:
    """Return a width in proportion to the root of the tonnes."""
    if not tonnes:
        return f"{EDGE_LEAST}"
    return f"{max(EDGE_LEAST, EDGE_MOST * math.sqrt(tonnes / most)):.1f}"


def _curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = start, end
    middle = (x1 + x2) / 2
    return f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
