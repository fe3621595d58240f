"""Districts and subdistricts, plain or coloured by a number."""

from gisapp.symbology.categories import Steps
from gisapp.symbology.model import Face, Fill, Label, Placement, Rule, Stroke, Style, Symbol
from gisapp.symbology.ramps import step_rules
from gisapp.symbology.sizes import token_sizes
from gisapp.symbology.tokens import colour, tokens

SUBDISTRICT_DASH = (2.0, 2.0)
# Names of subdistricts would cover the map farther out.
SUBDISTRICT_LABEL_SIZES = (0.0, 0.0, 11.0, 11.5)
CHOROPLETH_BORDER_WIDTHS = (0.8, 0.9, 1.0, 1.2)
ALPHA_OF_BYTE = 255


def halo_label(
    property_name: str,
    *,
    sizes: tuple[float, float, float, float],
    ink: str,
    placement: Placement = Placement.INSIDE,
    face: Face = Face.SEMIBOLD,
    is_capitals: bool = False,
) -> Label:
    """Return a label with the halo that all labels of the map have."""
    halo, opacity = with_opacity(colour("halo"))
    return Label(
        property=property_name,
        colour=colour(ink),
        size=sizes,
        placement=placement,
        face=face,
        is_capitals=is_capitals,
        halo=halo,
        halo_radius=tokens()["type"]["halo_radius"],
        halo_opacity=opacity,
    )


def with_opacity(hexadecimal: str) -> tuple[str, float]:
    """Split a colour of eight digits into colour and opacity.

    Examples
    --------
    >>> with_opacity("#FFFFFF33"), with_opacity("#102030")
    (('#FFFFFF', 0.2), ('#102030', 1.0))
    """
    alpha = hexadecimal[7:]
    return hexadecimal[:7], round(int(alpha, 16) / ALPHA_OF_BYTE, 2) if alpha else 1.0


def districts() -> Style:
    """Return the districts as the ground of a map: land, borders, names."""
    return Style(
        name="districts",
        title="Districts",
        rules=(Rule("district", "District", (Fill(colour("land")), _border())),),
        labels=(_district_label("name"),),
    )


def districts_outline() -> Style:
    """Return the borders and names alone, to lie upon other layers."""
    return Style(
        name="districts-outline",
        title="Districts, outlines",
        rules=(Rule("district", "District border", (_border(),)),),
        labels=(_district_label("name"),),
    )


def subdistricts() -> Style:
    """Return thin dashed borders; farther out than zoom 9 they would blacken the map."""
    border = Stroke(colour("subdistrict"), token_sizes("subdistrict"), dash=SUBDISTRICT_DASH)
    return Style(
        name="subdistricts",
        title="Subdistricts",
        rules=(Rule("subdistrict", "Subdistrict border", (border,)),),
        first_zoom=9,
        labels=(halo_label("name", sizes=SUBDISTRICT_LABEL_SIZES, ink="label-district", face=Face.REGULAR),),
    )


def choropleth(steps: Steps) -> Style:
    """Return areas coloured by classes of a number."""
    border = Stroke(colour("white"), CHOROPLETH_BORDER_WIDTHS)

    def symbols_of(shade: str) -> tuple[Symbol, ...]:
        return (Fill(shade), border)

    return Style(
        name="choropleth",
        title="Classes of the value",
        rules=step_rules(steps, symbols_of=symbols_of),
        labels=(_district_label("district_name"),),
    )


def _border() -> Stroke:
    casing, opacity = with_opacity(colour("border-casing"))
    return Stroke(
        colour=colour("border"),
        width=token_sizes("border"),
        casing=casing,
        casing_width=token_sizes("border_casing"),
        casing_opacity=opacity,
    )


def _district_label(property_name: str) -> Label:
    return halo_label(property_name, sizes=token_sizes("label_district"), ink="label-district", is_capitals=True)
