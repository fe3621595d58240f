from hypothesis import given
from hypothesis import strategies as st

from gisapp.exchange.printing.blocks import Fact, Heading, Rule, Text, filled
from gisapp.exchange.printing.letters import MM_PER_PT, TextStyle, runs_of, width_mm, wrapped
from gisapp.exchange.printing.paper import Box
from gisapp.symbology.model import Face

STYLE = TextStyle(8)
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=200)


@given(text=words, width=st.floats(8, 120))
def test_no_line_is_wider_than_its_column_and_nothing_is_lost(text, width):
    lines = wrapped(text, STYLE, width=width)
    assert all(width_mm(line, STYLE) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_letters_that_the_face_lacks_come_from_another_file():
    runs = list(runs_of("≤ 5 ō", Face.REGULAR))
    assert [run.text for run in runs] == ["≤", " 5 ", "ō"]
    assert [run.file.stem for run in runs] == ["DejaVuSans", "latin-400-normal", "latin-ext-400-normal"]


def test_a_width_grows_with_the_size_of_the_letters():
    # A figure of Source Sans 3 is 0.497 of its size wide.
    assert abs(width_mm("1234", TextStyle(10)) - 4 * 0.497 * 10 * MM_PER_PT) < 1e-6
    assert width_mm("1234", TextStyle(20)) == 2 * width_mm("1234", TextStyle(10))


def test_a_heading_is_never_the_last_of_a_column():
    line = Text("one", STYLE).height(50)
    blocks = [Text("one", STYLE), Rule(), Heading("two"), Fact("three", "3")]
    room = Box(0, 0, 50, line + Rule().height(50) + Heading("two").height(50) + 1)
    placed, rest = filled(blocks, room)
    assert [block for block, _box in placed] == blocks[:1]
    assert rest == blocks[1:]


@given(st.lists(st.sampled_from(["a", "word " * 30, "three short words"]), max_size=12), st.floats(5, 60))
def test_blocks_lie_below_each_other_and_within_their_column(texts, height):
    blocks = [Text(text, STYLE) for text in texts]
    placed, rest = filled(blocks, Box(10, 20, 40, height))
    tops = [20.0, *(box.bottom for _block, box in placed)]
    assert [box.top for _block, box in placed] == tops[:-1]
    assert tops[-1] <= 20 + height + 1e-9
    assert [block for block, _box in placed] + rest == blocks
