"""Names of districts and of value chains in headings."""

from django.utils.translation import gettext as _

from gisapp.planning.potentials.chains import chains_known
from gisapp.web.texts import page_texts
from layers.models import District, DistrictKind


def district_title(district: District) -> str:
    """Return the name with its kind: Kabupaten Tanah Bumbu, Kota Banjarmasin."""
    # A city carries its kind in its name, because a regency may have the same one.
    if district.kind == DistrictKind.KOTA:
        return district.name
    return _("%(name)s Regency") % {"name": district.name}


def chain_titles() -> dict[str, str]:
    """Return the names of all value chains by code, alphabetically."""
    texts = page_texts()
    titles = {code: texts.get(f"chain_{code}", code.replace("_", " ").capitalize()) for code in chains_known()}
    return dict(sorted(titles.items(), key=lambda item: item[1]))
