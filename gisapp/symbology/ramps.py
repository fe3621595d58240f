"""Classes of a number as rules: colours from light to dark, or from one end over a neutral middle to the other."""

from collections.abc import Callable, Sequence

from gisapp.symbology.categories import Steps
from gisapp.symbology.model import Between, Rule, Symbol
from gisapp.symbology.tokens import commodity_ramp, tokens

EN_DASH = "\N{EN DASH}"


def ramp_colours(count: int, *, is_diverging: bool = False, chain: str = "") -> tuple[str, ...]:
    """Return colours for some classes, spread over the whole ramp.

    Raises
    ------
    ValueError
        If more classes are asked for than the ramp has colours.
    """
    ramp: Sequence[str] = tokens()["diverging"] if is_diverging else tokens()["sequential"]
    if chain and not is_diverging:
        ramp = commodity_ramp(chain)
    if count > len(ramp):
        raise ValueError(f"{count} classes are more than the {len(ramp)} colours of the ramp")
    if count == 1:
        return (ramp[len(ramp) // 2],)
    return tuple(ramp[round(index * (len(ramp) - 1) / (count - 1))] for index in range(count))


def step_rules(steps: Steps, *, symbols_of: Callable[[str], tuple[Symbol, ...]]) -> tuple[Rule, ...]:
    """Return one rule a class, the lowest first.

    Parameters
    ----------
    symbols_of
        Gives what is drawn in a colour.
    """
    colours = ramp_colours(len(steps.breaks) + 1, is_diverging=steps.is_diverging, chain=steps.chain)
    lows, highs = (None, *steps.breaks), (*steps.breaks, None)
    return tuple(
        Rule(
            name=f"class-{number}",
            title=_class_title(low, high, unit=steps.unit),
            conditions=(Between(steps.property, low, high),),
            symbols=symbols_of(colour),
            is_translated=False,
        )
        for number, (low, high, colour) in enumerate(zip(lows, highs, colours, strict=True), start=1)
    )


def _class_title(low: float | None, high: float | None, *, unit: str) -> str:
    """Return a class in figures; limits belong to the lower class."""
    suffix = f" {unit}" if unit else ""
    if low is None and high is None:
        return unit
    if low is None:
        return f"\N{LESS-THAN OR EQUAL TO} {high:g}{suffix}"
    if high is None:
        return f"> {low:g}{suffix}"
    return f"{low:g}{EN_DASH}{high:g}{suffix}"
