"""Pictures as files."""

import io
import zlib
from typing import Final

from PIL import Image

from gisapp.ogc.render.palette import in_palette
from gisapp.ogc.render.request import ImageForm

# Runs of one colour are what a map is made of: looking for nothing else is the quickest, and more effort gains a tenth
# of the size at twice the time.
_PNG: Final = {"compress_level": 1, "compress_type": zlib.Z_RLE}
_QUALITY: Final = 85
_WEBP_EFFORT: Final = 2


def encoded(picture: Image.Image, form: ImageForm) -> bytes:
    """Return an RGBA picture in a form; JPEG has no transparency, so it is to be opaque for that."""
    file = io.BytesIO()
    if form is ImageForm.PNG_8:
        in_palette(picture).save(file, "PNG", **_PNG)
    elif form is ImageForm.PNG_32:
        picture.save(file, "PNG", **_PNG)
    elif form is ImageForm.JPEG:
        picture.convert("RGB").save(file, "JPEG", quality=_QUALITY)
    else:
        picture.save(file, "WEBP", quality=_QUALITY, method=_WEBP_EFFORT)
    return file.getvalue()
