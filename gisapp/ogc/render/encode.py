"""Pictures as files."""

import io
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gisapp.ogc.render.palette import in_palette
from gisapp.ogc.render.png import png_of_palette, png_of_pixels
from gisapp.ogc.render.request import ImageForm

_QUALITY: Final = 85
_WEBP_EFFORT: Final = 2


def encoded(pixels: NDArray[np.uint8], form: ImageForm) -> bytes:
    """Return a picture in a form; JPEG has no transparency, so it is to be opaque for that.

    Parameters
    ----------
    pixels
        Shape (height, width, 4): red, green, blue, opacity.
    """
    if form is ImageForm.PNG_8:
        return png_of_palette(*in_palette(pixels))
    if form is ImageForm.PNG_32:
        return png_of_pixels(pixels)
    file = io.BytesIO()
    picture = Image.fromarray(pixels)
    if form is ImageForm.JPEG:
        picture.convert("RGB").save(file, "JPEG", quality=_QUALITY)
    else:
        picture.save(file, "WEBP", quality=_QUALITY, method=_WEBP_EFFORT)
    return file.getvalue()
