"""The tokens as CSS custom properties, so that style sheets hold no colour of their own."""

from functools import lru_cache

from gisapp.symbology.tokens import tokens

# Groups of tokens that style sheets use, and the prefix of their properties.
GROUPS = {"ui": "", "computed": "", "base": "map-", "score_part": "part-", "commodity": "commodity-"}


@lru_cache(maxsize=1)
def custom_properties() -> str:
    """Return a `:root` rule with every colour, for a `<style>` element."""
    lines = [
        f"--{prefix}{name.replace('_', '-')}:{value}"
        for group, prefix in GROUPS.items()
        for name, value in tokens()[group].items()
    ]
    return f":root{{{';'.join(lines)}}}"
