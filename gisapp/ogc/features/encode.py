"""Features as GeoJSON and CSV, as a stream whose parts are small however many features there are."""

import csv
import io
from collections.abc import Iterable, Iterator

from gisapp.ogc.features.pages import Page
from gisapp.ogc.features.rows import Telling, csv_batches, geojson_batches
from gisapp.ogc.features.schemas import GEOMETRY, ID
from gisapp.ogc.root.answers import to_json
from gisapp.ogc.root.contribution import Json


def geojson_page(telling: Telling, page: Page, *, links: list[Json], time: str) -> Iterator[bytes]:
    """Give a page as a GeoJSON feature collection.

    The number of features comes at its end, as it is only known once they are read: a feature can be removed while
    the page is sent.

    Raises
    ------
    BusyError
        If a part takes too long.
    """
    told: Json = {"type": "FeatureCollection", "timeStamp": time, "links": links}
    if page.matched is not None:
        told["numberMatched"] = page.matched
    before = to_json(told)[:-1] + b',"features":['
    returned = 0
    for features in geojson_batches(telling, page.ids):
        if features:
            yield before
            yield b",\n".join(features)
            before = b",\n"
            returned += len(features)
    end = b'],"numberReturned":%d}' % returned
    yield end if returned else before + end


def csv_table(telling: Telling, walk: Iterable[tuple[int, ...]]) -> Iterator[bytes]:
    """Give features as CSV, with a line of names.

    Raises
    ------
    BusyError
        If a part takes too long.
    """
    names = [ID, *(one.name for one in telling.told), *([GEOMETRY] if telling.has_geometry else [])]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(names)
    head = text.getvalue().encode()
    for ids in walk:
        for lines in csv_batches(telling, ids):
            yield head + lines
            head = b""
    yield head
