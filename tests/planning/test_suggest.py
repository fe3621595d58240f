import io
import json
import re

import pytest
from django.core.management import CommandError, call_command

from layers.models import RunStatus, SitingRun
from tests import factories
from tests.planning.chains import oil_chain

pytestmark = pytest.mark.django_db


def suggest(*options):
    out = io.StringIO()
    call_command("suggest", "--cell-size-m", "1000", *options, stdout=out)
    return out.getvalue()


def test_table_ranks_sites_with_reasons_and_names_the_run():
    factories.small_province()
    text = suggest("--process", "palm_oil_mill", "--plants", "2", "--max-minutes", "90")
    run = SitingRun.objects.get()
    assert str(run.pk) in text
    assert run.parameters["plants"] == 2
    assert run.parameters["max_minutes"] == 90
    ranks = [int(rank) for rank in re.findall(r"^ ?(\d+)  +0\.\d", text, flags=re.MULTILINE)]
    assert ranks == list(range(1, run.sites.count() + 1))
    assert text.count("Strongest in") == run.sites.count()
    assert "Source: made up for a test" in text


def test_words_are_those_of_the_language():
    factories.small_province()
    assert "Pabrik palm_oil_mill" in suggest("--process", "palm_oil_mill", "--language", "id")
    assert "Plant palm_oil_mill" in suggest("--process", "palm_oil_mill", "--language", "en")


def test_refusal_is_an_answer():
    mill = factories.small_province()
    factories.facility("giant", 115.4, -3.0, process=mill, capacity_t_per_year=9_000_000.0)
    text = suggest("--process", "palm_oil_mill")
    assert SitingRun.objects.get().status == RunStatus.REFUSED
    assert "Existing plants can take in 9.15 Mt/yr" in text
    # No ranking, no test of it.
    assert "The ranking is tested" not in text


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--plants", "21"], "plants is 21; allowed: a whole number, 1 to 20."),
        (["--plants", "two"], "plants is 'two'; allowed: a whole number, 1 to 20."),
        (["--max-minutes", "nan"], "max_minutes is nan; allowed: a number, 5 to 720 min."),
        (["--weight", "supply=1"], "weights is"),
        (["--ignore-exclusion", "swamp"], "ignored_exclusions is 'swamp'"),
    ],
)
def test_bad_parameter_ends_with_code_2(options, message):
    factories.small_province()
    with pytest.raises(CommandError) as caught:
        suggest("--process", "palm_oil_mill", *options)
    assert message in str(caught.value)
    assert caught.value.returncode == 2
    assert not SitingRun.objects.exists()


def test_unknown_process_ends_with_code_2_and_offers_the_nearest():
    factories.small_province()
    with pytest.raises(CommandError, match="palm_oil_mill") as caught:
        suggest("--process", "palm_oil_mil")
    assert caught.value.returncode == 2


def test_weights_of_all_criteria_are_taken():
    factories.small_province()
    names = ("supply", "road", "market", "energy", "labour", "spatial_plan")
    suggest("--process", "palm_oil_mill", *(part for name in names for part in ("--weight", f"{name}=1")))
    assert SitingRun.objects.get().parameters["weights"] == dict.fromkeys(names, 1)
    for site in SitingRun.objects.get().sites.all():
        assert [part["weight"] for part in site.parts] == pytest.approx([1 / 6] * 6)


def test_file_holds_the_sites(tmp_path):
    factories.small_province()
    path = tmp_path / "sites.geojson"
    text = suggest("--process", "palm_oil_mill", "--out", str(path))
    collection = json.loads(path.read_text(encoding="utf-8"))
    assert len(collection["features"]) == SitingRun.objects.get().sites.count()
    assert str(path) in text


def test_file_in_a_folder_that_does_not_exist_is_said(tmp_path):
    factories.small_province()
    with pytest.raises(CommandError, match="folder that exists"):
        suggest("--process", "palm_oil_mill", "--out", str(tmp_path / "nowhere" / "sites.geojson"))


def test_preset_is_named_and_its_source_told():
    factories.small_province()
    text = suggest("--process", "palm_oil_mill", "--preset", "sragen_industry", "--language", "en")
    run = SitingRun.objects.get()
    assert run.parameters["preset"] == "sragen_industry"
    assert "45 % of its weight rests on what is no criterion here" in text
    assert "Kandiawan 2017" in text
    weights = {part["criterion"]: part["weight"] for part in run.sites.first().parts}
    assert weights == pytest.approx(
        {"supply": 0, "road": 24 / 55, "market": 0, "energy": 19 / 55, "labour": 0, "spatial_plan": 12 / 55}
    )


def test_value_functions_change_what_figures_are_worth():
    factories.small_province()
    suggest("--process", "palm_oil_mill", "--value", "labour=step 60000 : 0 1", "--value", "road=linear 10 0")
    run = SitingRun.objects.get()
    assert run.parameters["value_functions"] == {"road": "linear 10 0", "labour": "step 60000 : 0 1"}
    for site in run.sites.all():
        labour = next(part for part in site.parts if part["criterion"] == "labour")
        assert labour["value"] == (1.0 if labour["raw"] >= 60_000 else 0.0)


def test_comparisons_give_weights_and_contradictions_end_with_code_2():
    factories.small_province()
    text = suggest("--process", "palm_oil_mill", "--pairwise", "2 4 8 8 8|2 4 4 4|2 2 2|1 1|1", "--language", "en")
    assert "from pairwise comparisons, consistency ratio 0 (at most 0.1; Saaty 1980)" in text
    assert SitingRun.objects.get().parameters["weights"]["supply"] == pytest.approx(800 / 17)
    with pytest.raises(CommandError, match="contradict each other most") as caught:
        suggest("--process", "palm_oil_mill", "--pairwise", "3 1 1/9 1 1|6 1 1 1|1 1 1|1 1|1", "--language", "en")
    assert caught.value.returncode == 2


def test_how_the_ranking_holds_is_told_and_stored():
    factories.small_province()
    text = suggest("--process", "palm_oil_mill", "--plants", "2", "--language", "en")
    run = SitingRun.objects.get()
    robustness = run.summary["robustness"]
    assert [site["rank"] for site in robustness["sites"]] == [site.rank for site in run.sites.order_by("rank")]
    assert text.count("Its rank holds in") == run.sites.count()
    assert "Tested with 10,000 draws of weights over 100 draws" in text
    holds = f"{robustness['sites'][0]['holds_share'] * 100:.0f} % of the weight tests"
    assert holds in text


def test_a_chain_is_planned_step_by_step_with_a_balance(tmp_path):
    oil_chain()
    path = tmp_path / "sites.geojson"
    text = suggest("--chain", "oil_palm", "--reserves", "0", "--out", str(path))
    assert [int(step) for step in re.findall(r"^=== (\d+)$", text, flags=re.MULTILINE)] == [1, 2, 3, 4]
    assert re.search(r"^oil: supply .* existing plants take 10 kt/yr", text, flags=re.MULTILINE)
    assert "No usual size is recorded" in text
    assert {feature["properties"]["process"] for feature in json.loads(path.read_text())["features"]} >= {"refinery"}


def test_a_chain_takes_no_process_no_size_and_no_raster():
    oil_chain()
    for options in (["--process", "refinery"], ["--size-per-year", "5000"], ["--raster-out", "x.tif"]):
        with pytest.raises(CommandError):
            suggest("--chain", "oil_palm", *options)
    assert not SitingRun.objects.exists()


def test_a_site_tells_what_it_costs_and_what_is_not_known():
    factories.small_province()
    text = suggest("--process", "palm_oil_mill")
    assert "Haulage: Rp" in text
    assert "Not recorded, and so not reckoned with: the price of the raw material, the investment" in text


def test_how_good_the_plants_are_is_told_and_stored():
    factories.small_province()
    text = suggest("--process", "palm_oil_mill", "--plants", "2", "--language", "en")
    run = SitingRun.objects.get()
    plants = run.sites.filter(is_reserve=False)
    assert run.objective == pytest.approx(sum(site.score for site in plants), abs=1e-6)
    assert run.bound >= run.objective
    assert run.gap == pytest.approx((run.bound - run.objective) / run.bound)
    assert run.summary["quality"]["method"] == "together"
    assert "Proven best" in text or "At most" in text


def test_no_site_lies_where_none_may_and_one_where_it_must():
    factories.small_province()
    suggest("--process", "palm_oil_mill", "--reserves", "0")
    first = SitingRun.objects.get().sites.get().location
    suggest("--process", "palm_oil_mill", "--reserves", "0", "--forbidden-site", f"{first.x},{first.y},3")
    other = SitingRun.objects.order_by("created_at").last()
    assert all(site.location.distance(first) > 0.02 for site in other.sites.all())
    suggest("--process", "palm_oil_mill", "--reserves", "0", "--forced-site", f"{first.x},{first.y}")
    forced = SitingRun.objects.order_by("created_at").last().sites.get().location
    assert forced.distance(first) < 0.01


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--budget-million-idr", "5000"], "is not recorded"),
        (["--forced-site", "here"], "forced_sites.1"),
        (["--forced-site", "115,-3", "--method", "in_turn"], "method"),
    ],
)
def test_conditions_that_cannot_be_kept_to_end_with_code_2(options, words):
    factories.small_province()
    with pytest.raises(CommandError, match=words) as caught:
        suggest("--process", "palm_oil_mill", "--language", "en", *options)
    assert caught.value.returncode == 2
