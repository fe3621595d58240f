import io
from dataclasses import replace

import numpy as np
import pytest
from django.utils.translation import override
from PIL import Image

from gisapp.exchange.printing.errors import NothingToPrintError, PrintTooLargeError
from gisapp.exchange.printing.paper import Orientation, Paper, Sheet
from gisapp.exchange.printing.request import PrintRequest, print_request_parse
from gisapp.exchange.printing.run_subject import run_get, run_subject
from gisapp.exchange.printing.services import map_print
from gisapp.exchange.printing.sheet import layout_of
from gisapp.exchange.printing.subjects import district_subject, layers_subject
from gisapp.planning.errors import ParameterError
from gisapp.symbology.tokens import colour

# Mapnik reads through a connection of its own: what a test writes must be committed.
pytestmark = pytest.mark.django_db(transaction=True)
SHEETS = [Sheet(paper, way) for paper in Paper for way in Orientation]


def printed(**values):
    return map_print(print_request_parse(values)).content


def test_a_sheet_says_what_it_shows_and_from_where(province, read_pdf):
    with override("en"):
        [page] = read_pdf(printed(layers="districts,roads,facilities", title="Roads & mills <of> Hilir"))
    assert "Roads & mills <of> Hilir" in page
    for words in ("Legend", "National road", "Sources", "Land around", "EPSG:32750", "km", "° E", "Page 1 of 1"):
        assert words in page, words


def test_a_sheet_speaks_indonesian(province, read_pdf):
    with override("id"):
        page = read_pdf(printed(layers="districts"))[0]
    for words in ("Lembar peta", "Legenda", "Sumber", "° BT", "Halaman 1 dari"):
        assert words in page, words


def test_the_legend_tells_only_what_the_map_shows(province, read_pdf):
    with override("en"):
        page = read_pdf(printed(layers="districts,exclusion-zones"))[0]
        elsewhere = read_pdf(printed(layers="districts,exclusion-zones", bbox="115.0,-3.2,115.2,-3.1"))[0]
    assert "Protected forest" in page
    assert "Peatland" not in page
    assert "Protected forest" not in elsewhere


def test_the_map_is_drawn_within_its_frame(province, draw_pdf):
    request = print_request_parse({"layers": "districts", "title": "T"})
    with override("en"):
        layout = layout_of(layers_subject(request), request.sheet)
        picture = np.asarray(draw_pdf(map_print(request).content))
    box = layout.rows.map
    top, bottom, left, right = (round(side / 25.4 * 72) for side in (box.top, box.bottom, box.left, box.right))
    inside = picture[top + 3 : bottom - 3, left + 3 : right - 3]
    around, land = (share_of(inside, colour(name)) for name in ("land-outside", "land"))
    assert around > 0.1
    assert land > 0.1
    assert share_of(picture[:, right + 3 :], colour("land-outside")) == 0


def share_of(picture, shade):
    """Return the share of the pixels that have a colour."""
    wanted = np.array([int(shade[at : at + 2], 16) for at in (1, 3, 5)])
    return (np.abs(picture.astype(int) - wanted).max(axis=2) < 3).mean()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda one: f"{one.paper}-{one.orientation}")
@pytest.mark.parametrize("title", ["Short", "A title that goes on " * 7], ids=["short", "long"])
def test_nothing_lies_upon_anything_else(province, sheet, title):
    with override("en"):
        request = PrintRequest(district="6301", title=title.strip(), sheet=sheet)
        layout = layout_of(district_subject(request), sheet)
    rows, (width, height) = layout.rows, sheet.size_mm
    parts = [rows.head, rows.map, rows.signature, *(box for _, box in layout.first)]
    for box in parts:
        assert min(box.left, box.top) > 0
        assert box.right < width
        assert box.bottom < height
    for number, one in enumerate(parts):
        for other in parts[number + 1 :]:
            beside = min(one.right, other.right) <= max(one.left, other.left)
            below = min(one.bottom, other.bottom) <= max(one.top, other.top)
            assert beside or below, (one, other)


def test_a_picture_has_the_size_of_the_sheet_at_its_dots_per_inch(province):
    picture = Image.open(
        io.BytesIO(printed(layers="districts", f="png", dpi="100", orientation="landscape", paper="a3"))
    )
    assert picture.size == (round(420 / 25.4 * 100), round(297 / 25.4 * 100))
    assert round(picture.info["dpi"][0]) == 100


def test_a_district_is_printed_with_its_facts(province, read_pdf):
    with override("en"):
        pages = read_pdf(printed(district="6302"))
    text = "".join(pages)
    for words in ("6302", "50,000", "industri logam dasar", "Source areas: oil_palm"):
        assert words in text, words


def test_a_run_is_printed_with_its_sites(run, read_pdf):
    with override("id"):
        text = "".join(read_pdf(printed(run=str(run.pk))))
    site = run.sites.order_by("rank").first()
    for words in ("lokasi untuk", "Kesesuaian", "Bobot penilaian", "34 %", site.district.name, run.input_hash[:8]):
        assert words in text, words


@pytest.mark.parametrize("form", ["pdf", "png", "html"])
def test_an_empty_box_is_refused(province, form):
    with override("en"), pytest.raises(NothingToPrintError, match="lies in this box"):
        printed(layers="districts", bbox="120,5,121,6", f=form)


def test_layers_without_rows_are_refused(db):
    with override("en"), pytest.raises(NothingToPrintError, match="hold nothing"):
        printed(layers="districts")


@pytest.mark.parametrize(
    ("values", "name"),
    [({"layers": "nothing"}, "layers"), ({"layers": "districts:roads"}, "layers"), ({"district": "9999"}, "district")],
)
def test_what_is_not_there_is_named(province, values, name):
    with override("en"), pytest.raises(ParameterError) as caught:
        printed(**values)
    assert caught.value.name == name


def test_a_run_without_sites_has_no_map(run):
    run.sites.all().delete()
    with override("en"), pytest.raises(NothingToPrintError, match="print its report"):
        printed(run=str(run.pk))


def test_too_many_sites_for_the_paper_are_refused(run):
    with override("en"):
        subject = run_subject(run_get(run.pk), PrintRequest(run=run.pk))
        crowded = replace(subject, sites=subject.sites * 30)
        with pytest.raises(PrintTooLargeError, match="A4 portrait"):
            layout_of(crowded, Sheet())
