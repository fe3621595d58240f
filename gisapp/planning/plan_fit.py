"""Whether a district's lead industry in the provincial industry plan (RPIP) fits a value chain.

The plan names one industry a district in Indonesian words. The table below reads those words; it is the
project's reading, not the plan's, and may be argued with line by line.
"""

from collections.abc import Mapping

# Words in which the plan covers agriculture as a whole: upstream agro-industry (hulu agro) and agro.
_AGRO = ("agro",)
_FOOD = ("pangan", *_AGRO)

KEYWORDS: Mapping[str, tuple[str, ...]] = {
    # "hasil perkebunan" is the produce of estates; "perkebunan karet" names rubber alone.
    "oil_palm": ("sawit", "hasil perkebunan", *_AGRO),
    "rubber": ("karet", "hasil perkebunan", *_AGRO),
    "coconut": ("kelapa", "hasil perkebunan", *_AGRO),
    "sugar_palm": ("hasil perkebunan", *_FOOD),
    "rice": _FOOD,
    "maize": _FOOD,
    "cattle": _FOOD,
    "poultry": _FOOD,
    "fish": ("ikan", *_FOOD),
    "seaweed": _FOOD,
    "cassava": _FOOD,
    "sago": _FOOD,
    "chili": _FOOD,
    "rattan": ("rotan", "hasil hutan", "kerajinan"),
    "plant_fibre": ("anyaman", "kerajinan"),
    "wood": ("kayu", "hasil hutan"),
    "textile": ("sandang",),
    "coal": ("hasil tambang", "batubara"),
}

# Words that could mean any industry say nothing for or against one ("other processing industry").
VAGUE = ("pengolahan lainnya",)


def fits_plan(*, chain: str, lead_industry: str) -> bool | None:
    """Tell whether a district's lead industry covers a chain.

    Returns
    -------
    bool or None
        None where no lead industry is recorded, its words are vague, or the chain has no entry.
    """
    text = lead_industry.casefold().strip()
    if not text or chain not in KEYWORDS or any(words in text for words in VAGUE):
        return None
    return any(words in text for words in KEYWORDS[chain])
