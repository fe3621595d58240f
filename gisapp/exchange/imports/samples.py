"""A file to fill in: the columns of a kind, and a line that shows what goes into them."""

import csv
import io

from gisapp.exchange.importers.registry import ImportKind

# Fits what people keep in their spreadsheets; where each is explained stands in docs/data.md.
_EXAMPLES = {
    "code": "6301", "name": "Contoh", "commodity": "oil_palm", "year": "2024", "district": "6301", "area_ha": "125.5",
    "annual_tonnes": "2100", "yield_t_per_ha": "16.7", "availability": "0.9", "owner_kind": "smallholder",
    "kind": "plant", "process": "palm_oil_mill", "capacity_t_per_year": "180000", "utilisation": "0.7",
    "status": "operating", "scale": "large", "owner": "PT Contoh", "lon": "114.7863", "lat": "-3.7255",
    "road_class": "district", "surface": "gravel", "speed_km_h": "35", "length_km": "12.4", "reason": "peat",
    "legal_basis": "PP 71/2014", "effect": "exclude", "source": "Dinas Perindustrian", "source_date": "2025-12-31",
    "licence": "CC BY 4.0", "series": "BPS", "measure": "production", "value": "1250", "unit": "t/yr",
    "region_code": "6301", "section": "C",
}  # fmt: skip


def sample_csv(kind: ImportKind) -> str:
    """Return a CSV with all columns of a kind, what it must have first, and one line of example."""
    names = sorted(kind.fields, key=lambda name: (name not in kind.required, name != "source"))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerow([_EXAMPLES.get(name, "") for name in names])
    # Spreadsheets read UTF-8 only with this mark.
    return "\ufeff" + text.getvalue()
