"""Who offers the services, and on what terms: what every protocol tells of the whole."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gisapp.ogc.properties import Text

TITLE = _("Hilir: industrial potential and downstream sites")
ABSTRACT = _(
    "Districts, raw material, plants, roads, excluded areas, statistics and suggested sites of a province,"
    " as kept by its industry office."
)
KEYWORDS: tuple[Text, ...] = (_("industry"), _("downstream processing"), _("raw material"), "hilirisasi", "Indonesia")
# The services ask for nothing and keep nobody out; each layer tells the licence of its sources.
FEES = "none"
ACCESS_CONSTRAINTS = "none"


@dataclass(frozen=True, slots=True)
class Provider:
    """The office that runs the service; empty where it is not told."""

    name: str
    email: str


def provider() -> Provider:
    """Return who offers the services, as the settings have it."""
    return Provider(name=settings.PROVIDER_NAME, email=settings.PROVIDER_EMAIL)
