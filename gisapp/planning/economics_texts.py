"""Words for what a plant costs and earns, and for what that rests on."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gisapp.planning.assumptions import AssumptionCode
from gisapp.planning.economics import Missing
from gisapp.planning.numbers import number, per_year, share

Json = Mapping[str, Any]

_MISSING: Mapping[str, Any] = {
    Missing.FEED_NOT_IN_TONNES: gettext_lazy("the mass of the raw material"),
    Missing.PRICE_OF_FEED: gettext_lazy("the price of the raw material"),
    Missing.CAPEX: gettext_lazy("the investment"),
    Missing.PRICE_LEVEL: gettext_lazy("the price level of the investment's year"),
    Missing.MARGIN: gettext_lazy("the prices or coefficients by which the products are valued"),
}


def missing_label(code: str) -> str:
    """Return what is missing, in the language of the request."""
    return str(_MISSING[code])


def economics_document(economics: Json) -> dict[str, Any] | None:
    """Return the economics of a site with sentences and the words for what is missing; None where none is stored."""
    if not economics:
        return None
    return {
        **economics,
        "missing": [{"code": code, "label": missing_label(code)} for code in economics["missing"]],
        "texts": economics_texts(economics),
    }


def economics_texts(economics: Json) -> list[str]:
    """Say in a few sentences what a plant costs and earns, as far as that is known."""
    year = economics["price_year"]
    texts = []
    if economics.get("haul_km") is not None:
        texts.append(_delivered(economics, year))
    if economics.get(f"capex_idr_{year}_million"):
        texts.append(
            _("Investment: %(capex)s; running it: %(opex)s a year (prices of %(year)d).")
            % {
                "capex": _money(economics[f"capex_idr_{year}_million"]),
                "opex": _money(economics[f"opex_idr_{year}_million_per_year"]),
                "year": year,
            }
        )
    if economics.get(f"npv_idr_{year}_million"):
        texts.append(_worth(economics, year))
    if economics.get("draws"):
        texts += _drawn(economics["draws"], year)
    if economics["missing"]:
        names = ", ".join(missing_label(code) for code in economics["missing"])
        texts.append(_("Not recorded, and so not reckoned with: %(missing)s.") % {"missing": names})
    return texts


def _delivered(economics: Json, year: int) -> str:
    values = {
        "km": number(economics["haul_km"]),
        "haulage": _range(economics[f"haulage_idr_{year}_per_t"], per=1_000),
        "year": year,
    }
    delivered = economics[f"delivered_idr_{year}_per_t"]
    if not delivered:
        return _("Haulage: Rp %(haulage)s thousand a tonne over %(km)s km on average (prices of %(year)d).") % values
    return _(
        "Delivered cost: Rp %(delivered)s thousand a tonne, of which haulage %(haulage)s thousand over %(km)s km on"
        " average (prices of %(year)d)."
    ) % {**values, "delivered": _range(delivered, per=1_000)}


def _worth(economics: Json, year: int) -> str:
    irr, radius = economics["irr"], economics["break_even_km"]
    return _("Net present value: %(npv)s; internal rate of return %(irr)s a year; it breaks even up to %(km)s km.") % {
        "npv": _money(economics[f"npv_idr_{year}_million"]),
        "irr": _rates(irr) if irr else _("not reached"),
        "km": _range(radius) if radius else "0",
    }


def _drawn(draws: Json, year: int) -> list[str]:
    texts = []
    if draws["pays_share"] is not None:
        npv = draws[f"npv_idr_{year}_million"]
        texts.append(
            _(
                "It pays in %(share)s of %(draws)s draws of harvests, prices and costs; half of them leave it"
                " %(supply)s or more and earn %(npv)s or more."
            )
            % {
                "share": share(draws["pays_share"], 0),
                "draws": number(draws["n_draw"]),
                "supply": per_year(draws["supply_t_per_year"]["p50"], "t"),
                "npv": _("Rp %(amount)s billion") % {"amount": number(npv["p50"] / 1_000)},
            }
        )
    delivered = draws[f"delivered_idr_{year}_per_t"]
    if delivered:
        low, mid, high = (number(delivered[name] / 1_000) for name in ("p10", "p50", "p90"))
        texts.append(
            _("In eight draws of ten, a tonne delivered costs Rp %(low)s to %(high)s thousand (median %(mid)s).")
            % {"low": low, "mid": mid, "high": high}
        )
    return texts


def _rates(irr: Json) -> str:
    known = [share(irr[end], 0) if irr[end] is not None else _("none") for end in ("low", "mid", "high")]
    return f"{known[1]} ({known[0]} \N{EN DASH} {known[2]})"


def _range(ends: Json, *, per: float = 1.0) -> str:
    """Return the mid with low and high in brackets."""
    low, mid, high = (None if ends[end] is None else number(ends[end] / per) for end in ("low", "mid", "high"))
    if low is None or high is None or low == high:
        return mid or ""
    return f"{mid} ({low} \N{EN DASH} {high})"


def _money(million: Json) -> str:
    """Return an amount in thousands of millions of rupiah, as they are counted in Indonesia."""
    return _("Rp %(amount)s billion") % {"amount": _range(million, per=1_000)}


def _haulage(figures: Json, _subject: str, _unit: str) -> str:
    return _(
        "Haulage at Rp %(rate)s a tonne and km and Rp %(loading)s a tonne for loading, prices of %(year)s (assumed);"
        " km are reckoned from minutes at %(speed)s km/h, so that slow roads and ferries cost by the hour."
    ) % {
        "rate": _range({end: figures[f"rate_{end}"] for end in ("low", "mid", "high")}),
        "loading": _range({end: figures[f"loading_{end}"] for end in ("low", "mid", "high")}),
        "year": f"{figures['price_year']:.0f}",
        "speed": number(figures["speed_km_h"]),
    }


def _capex(figures: Json, subject: str, unit: str) -> str:
    exponent = figures["exponent"]
    values = {
        "process": subject,
        "size": per_year(figures["reference_size_per_year"], unit),
        "exponent": number(exponent, 2) if exponent else _("0.6 (not recorded for this kind)"),
        "year": f"{figures['price_year']:.0f}",
        "accuracy": share(figures["accuracy"], 0),
    }
    return (
        _(
            "Investment of %(process)s: scaled from a plant for %(size)s with exponent %(exponent)s and brought to"
            " prices of %(year)s; known to within %(accuracy)s either way at best."
        )
        % values
    )


def _finance(figures: Json, _subject: str, _unit: str) -> str:
    values = {
        "rate": share(figures["discount_rate"], 0),
        "years": number(figures["years"]),
        "first": share(figures["ramp_up_1"], 0),
        "second": share(figures["ramp_up_2"], 0),
        "opex": f"{share(figures['opex_share_mid'], 0)} ({share(figures['opex_share_low'], 0)} \N{EN DASH}"
        f" {share(figures['opex_share_high'], 0)})",
    }
    text = _(
        "Present value: %(rate)s a year above inflation over %(years)s years, %(first)s and %(second)s of the tonnage"
        " in the first two, before taxes (assumed)."
    )
    if not figures["opex_is_recorded"]:
        text += " " + _("The cost of running is not recorded: %(opex)s of the investment a year is assumed.")
    return text % values


def _margin(figures: Json, subject: str, _unit: str) -> str:
    text = _("Gross margin of %(process)s: products less raw material at recorded prices.") % {"process": subject}
    if figures["left_out"]:
        text += " " + _("%(count)s flows without a price are left out.") % {"count": number(figures["left_out"])}
    return text


def _absent(figures: Json, subject: str, _unit: str) -> str:
    names = ", ".join(missing_label(code) for code in figures)
    return _("%(process)s: not recorded, and so not reckoned with: %(missing)s.") % {
        "process": subject,
        "missing": names,
    }


def _not_in_tonnes(_figures: Json, subject: str, unit: str) -> str:
    return _("%(process)s: its raw material is reckoned in %(unit)s, for which no cost a tonne holds.") % {
        "process": subject,
        "unit": unit,
    }


def _draws(figures: Json, _subject: str, _unit: str) -> str:
    return _(
        "Economics are tested with %(draws)s draws: harvests and shares for sale as for the ranking; haulage, loading,"
        " price of the raw material, value of the products, investment and cost of running each by itself between"
        " its low and high, most often near its middle (assumed: prices that move together are not linked)."
    ) % {"draws": number(figures["draws"])}


ECONOMICS_WORDS: Mapping[str, Callable[[Json, str, str], str]] = {
    AssumptionCode.HAULAGE_ASSUMED: _haulage,
    AssumptionCode.CAPEX_SCALED: _capex,
    AssumptionCode.FINANCE_ASSUMED: _finance,
    AssumptionCode.MARGIN_FROM_PRICES: _margin,
    AssumptionCode.ECONOMICS_DRAWN: _draws,
    AssumptionCode.ECONOMICS_MISSING: _absent,
    AssumptionCode.ECONOMICS_NOT_IN_TONNES: _not_in_tonnes,
}
