"""XML files: harmless ones only, told apart by their outermost element."""

import re
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.errors import UnreadableFileError

_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s>/]")


def root_name(text: str) -> str:
    """Return the name of the outermost element of an XML text; empty where it is none.

    Examples
    --------
    >>> root_name('<?xml version="1.0"?><!-- <gpx> --><kml xmlns="http://www.opengis.net/kml/2.2">')
    'kml'
    """
    if not text.startswith("<"):
        return ""
    found = _ROOT.search(re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL))
    return found.group(1) if found else ""


def xml_checked(path: Path, *, counted: str) -> int:
    """Read a file through once, without entities; return how many elements of a name it has.

    Raises
    ------
    UnreadableFileError
        If it is not well-formed, nests too deep, or declares entities.
    """
    count = depth = 0
    try:
        for event, element in iterparse(str(path), events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            if depth > conf.XML_DEPTH_LIMIT:
                message = _("%(file)s nests elements deeper than %(limit)d: save it again without so many folders.")
                raise UnreadableFileError(message % {"file": path.name, "limit": conf.XML_DEPTH_LIMIT})
            if event == "end":
                count += element.tag.rpartition("}")[2] == counted
                element.clear()
    except DefusedXmlException as error:
        message = _("%(file)s declares a document type or entities, which are not read: delete them.")
        raise UnreadableFileError(message % {"file": path.name}) from error
    except (ParseError, ValueError, LookupError) as error:
        message = _("%(file)s is not well-formed XML (%(error)s): save it again.")
        raise UnreadableFileError(message % {"file": path.name, "error": error}) from error
    return count
