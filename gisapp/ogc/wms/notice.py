"""A picture that holds a text, or nothing: the answer to a client that shows pictures and cannot show an error."""

import io
import textwrap
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from gisapp.ogc.render.request import ImageForm
from gisapp.ogc.wms.picture import Look

_MARGIN_PX: Final = 8
_TEXT_PX: Final = 13
# Of a letter on the average, so that lines break before the edge.
_LETTER_PX: Final = 7
_INK: Final = (164, 38, 44, 255)
_SAVED_AS: Final = {
    ImageForm.PNG_8: "PNG",
    ImageForm.PNG_32: "PNG",
    ImageForm.JPEG: "JPEG",
    ImageForm.WEBP: "WEBP",
}


def notice(text: str, *, width_px: int, height_px: int, look: Look) -> bytes:
    """Return a picture of the size and look asked for, with a text on it; empty for nothing."""
    is_clear = look.is_clear and look.form is not ImageForm.JPEG
    red, green, blue = bytes.fromhex(look.background.removeprefix("#"))
    picture = Image.new("RGBA", (width_px, height_px), (red, green, blue, 0 if is_clear else 255))
    if text:
        lines = textwrap.fill(text, max(1, (width_px - 2 * _MARGIN_PX) // _LETTER_PX))
        font = ImageFont.load_default(size=_TEXT_PX)
        ImageDraw.Draw(picture).multiline_text((_MARGIN_PX, _MARGIN_PX), lines, fill=_INK, font=font)
    written = io.BytesIO()
    (picture if is_clear else picture.convert("RGB")).save(written, _SAVED_AS[look.form], lossless=True)
    return written.getvalue()
