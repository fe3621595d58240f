"""The words that the page's modules show, in the language of the request.

`{name}` is filled in by the modules; a pair ending in `_one` and `_other` is chosen by number.
"""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gisapp.web.choices.texts import choices_texts
from gisapp.web.explore.texts import explore_texts


def page_texts() -> dict[str, str]:
    """Return every text by its key."""
    return {
        **_numbers(),
        **_map(),
        **_facts(),
        **_plan(),
        **_run(),
        **_results(),
        **_site(),
        **_criteria(),
        **_prints(),
        **explore_texts(),
        **choices_texts(),
    }


def _numbers() -> dict[str, str]:
    return {
        "kilo_tonnes": _("kt"),
        "mega_tonnes": _("Mt"),
        "tonnes": _("t"),
        "per_year": pgettext("unit", "yr"),
        "minutes": pgettext("unit", "{n} min"),
        "hours": pgettext("unit", "{n} h"),
        "hours_minutes": pgettext("unit", "{h} h {m} min"),
        "east": pgettext("longitude", "E"),
        "west": pgettext("longitude", "W"),
        "north": pgettext("latitude", "N"),
        "south": pgettext("latitude", "S"),
        "not_recorded": _("Not recorded"),
    }


def _map() -> dict[str, str]:
    return {
        "map_keys": _("Map: arrow keys move it, plus and minus zoom"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "whole_area": _("Show the whole area"),
        "districts": _("Districts"),
        "approximate": _("approximate boundaries"),
        "none_recorded": _("not recorded"),
        "symbols": _("Symbols"),
        "subdistricts": _("Subdistricts"),
        "from_zoom": _("from zoom {n}"),
        "source_areas": _("Raw-material potential"),
        "commodity": _("Commodity"),
        "density_unit": _("t/yr/km²"),
        "supply_total": _("Total {amount}, {years}."),
        "is_disaggregated": _("Estimate: a statistic spread over land cover."),
        "no_source_areas": _("No source areas are loaded."),
        "facilities": _("Facilities"),
        "other_plants": _("other plants"),
        "planned": _("planned"),
        "closed": _("closed"),
        "exclusion_zones": _("Excluded areas"),
        "roads": _("Roads"),
        "catchments": _("Catchment"),
        "names": _("Names"),
        "surroundings": _("Surroundings"),
        "sources": _("Sources of the layers"),
        "layer_failed": _("The layer “{name}” could not be loaded."),
    }


def _facts() -> dict[str, str]:
    return {
        "source": _("Source"),
        "unverified": _("not verified"),
        "kind": _("Kind"),
        "status": _("Status"),
        "owner": _("Owner"),
        "capacity": _("Capacity"),
        "position": _("Position"),
        "district": _("District"),
        "year": _("Year"),
        "supply": _("Supply"),
        "area": _("Planted area"),
        "legal_basis": _("Legal basis"),
        "status_operating": _("operating"),
        "status_planned": _("planned"),
        "status_closed": _("closed"),
        "position_village": _("centre of the village"),
        "position_subdistrict": _("centre of the subdistrict"),
        "position_district_seat": _("seat of the district; true position not recorded"),
    }


def _plan() -> dict[str, str]:
    return {
        "process_none": _("No industry matches “{query}”."),
        "process_count_one": _("1 industry"),
        "process_count_other": _("{n} industries"),
        "process_missing": _("Choose an industry from the list."),
        "process_supply": _("Raw material: {feed}"),
        "supply_source_areas": _("supply recorded"),
        "supply_plants": _("supply from existing plants"),
        "supply_not_recorded": _("no supply recorded in this area"),
        "out_of_range": _("Give a whole number from {low} to {high}."),
        "weights_sum": _("Sum {n}"),
        "weights_scaled": _("Sum {n}; shares are taken of it"),
        "weights_zero": _("Give at least one weight above 0."),
        "time_by_default": _("proposed for this raw material"),
        "usual_size": _("Usual size {size} of raw material"),
        "find_sites": _("Find sites"),
        "recalculate": _("Recalculate"),
        "chain_oil_palm": _("Oil palm"),
        "chain_rubber": _("Rubber"),
        "chain_rattan": _("Rattan"),
        "chain_coconut": _("Coconut"),
        "chain_rice": _("Rice"),
        "chain_maize": _("Maize"),
        "chain_cassava": _("Cassava"),
        "chain_cattle": _("Cattle"),
        "chain_poultry": _("Poultry"),
        "chain_fish": _("Fish"),
        "chain_seaweed": _("Seaweed"),
        "chain_wood": _("Wood"),
        "chain_plant_fibre": _("Plant fibre"),
        "chain_sago": _("Sago"),
        "chain_sugar_palm": _("Sugar palm"),
        "chain_chili": _("Chili"),
        "chain_textile": _("Textiles"),
        "chain_coal": _("Coal"),
    }


def _run() -> dict[str, str]:
    return {
        "empty": _("No plan yet"),
        "empty_help": _(
            "Choose an industry, the number of plants and the travel-time limit."
            " Hilir shows the best sites and why they are the best."
        ),
        "calculating": _("Looking for the best sites"),
        "queued": _("Waiting for a free worker"),
        "may_leave": _("You may leave this page; its address leads back to the result."),
        "progress": _("{share} done"),
        "failed": _("Calculation stopped"),
        "cancelled": _("Calculation cancelled"),
        "cancel": _("Cancel"),
        "try_again": _("Try again"),
        "refused_by_server": _("The request was not accepted"),
        "unreachable": _("The service does not answer. Nothing you entered is lost."),
        "run_number": _("Calculation {id}"),
    }


def _results() -> dict[str, str]:
    return {
        "sites_one": _("1 site suggested"),
        "sites_other": _("{n} sites suggested"),
        "sites_announced": _("{count}. Number 1: {name}, score {score}."),
        "taken": _("Raw material used"),
        "drive": _("Mean drive"),
        "used": _("Capacity used"),
        "score": _("Score"),
        "reserve": _("Reserves, if one drops out"),
        "reserve_tag": _("Reserve"),
        "explain": _("Explain site {n}"),
        "of_size": _("size {size}, {used} used"),
        "alternatives": _("Downstream industries of this chain"),
        "makers": _("Industries that make this raw material: plan one first"),
        "choose_industry": _("Choose {name}"),
        "changed": _("The plan was changed since this calculation."),
        "inputs_changed": _("Inputs changed since this calculation."),
        "rank_holds": _("Rank holds in {share} of the weight tests"),
        "reranked": _("Order by the new weights. Recalculate to look for sites with them."),
        "not_suggested": _("Not suggested: {name}"),
        "existing_capacity": _("Existing capacity"),
        "short_by": _("Short by"),
        "finished_in": _("Done in {n} s."),
        "notes": _("Assumptions and gaps"),
        "site": _("Site {n}"),
        "change_plan": _("Change the plan"),
        "save": _("Save"),
        "compare": _("Compare"),
        "share": pgettext("send to others", "Share"),
        "link_copied": _("The link is copied."),
        "link_by_hand": _("Copy the link from the field."),
    }


def _site() -> dict[str, str]:
    return {
        "back_to_list": _("All sites"),
        "score_origin": _("Where the score {score} comes from"),
        "sum_rule": _("Value times weight is the contribution; the contributions add up to the score."),
        "criterion": _("Criterion"),
        "value": _("Value"),
        "weight": _("Weight"),
        "contribution": _("Contribution"),
        "unknown_neutral": _("not recorded; counted as neutral"),
        "supply_by_source": _("Supply by source"),
        "supply_by_district": _("Supply by district"),
        "source_area": _("Source area {n}"),
        "other_sources": _("{n} further sources"),
        "drive_time": _("Drive"),
        "amount": _("t/yr"),
        "sum": _("Sum"),
        "outside_districts": _("Outside the districts"),
        "competitors": _("Competitors within reach"),
        "no_competitors": _("None recorded within reach. Not recorded does not mean there are none."),
        "takes": _("takes"),
        "assumed": _("assumed"),
        "rules": _("Rules"),
        "rule_met": _("met"),
        "rule_missed": _("missed"),
        "rule_unknown": _("not known"),
        "nearby": _("Around the site"),
        "nothing_nearby": _("No port, town or power plant on record can be reached by road or ferry."),
        "place_market": _("nearest port or market"),
        "place_town": _("nearest town"),
        "place_power": _("nearest power plant"),
        "unreachable_by_road": _("beyond the limit"),
        "why_here": _("Why here"),
    }


def _criteria() -> dict[str, str]:
    return {
        "criterion_supply": _("Raw-material supply"),
        "criterion_road": _("Road access"),
        "criterion_market": _("Port and market"),
        "criterion_energy": _("Power and town"),
        "criterion_labour": _("Labour"),
        "criterion_spatial_plan": _("Spatial and industry plan"),
    }


def _prints() -> dict[str, str]:
    return {
        "print_report": _("Print report"),
        "print_sheet": _("Print map sheet"),
        "print_make": _("Make the file"),
        "print_title": _("Title (may be left empty)"),
        "print_paper": _("Paper"),
        "print_paper_a4": "A4",
        "print_paper_a3": "A3",
        "print_orientation": _("The sheet"),
        "print_orientation_portrait": _("stands"),
        "print_orientation_landscape": _("lies"),
        "print_f": _("File"),
        "print_f_pdf": _("PDF, to print"),
        "print_f_png": _("PNG, a picture"),
        "print_f_html": _("HTML, opens without a network"),
        "download": _("Download"),
        "report_pdf": _("Report (PDF)"),
        "report_xlsx": _("Tables (XLSX)"),
        "report_html": _("Map that opens without a network (HTML)"),
    }
