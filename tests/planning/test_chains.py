import pytest
from django.utils.translation import override

from gisapp.planning.chain_presentation import balance_of, chain_plan_document, chain_sites_geojson
from gisapp.planning.chains import (
    chain_parameters_parse,
    chain_plan_create,
    chain_plan_execute,
    chain_plan_runs,
    chain_steps,
    chain_tree,
)
from gisapp.planning.errors import ParameterError, ProductTreeError
from gisapp.planning.parameters import SitingParameters
from gisapp.planning.services import siting_run_create, siting_run_execute
from layers.models import FlowRole, RunStatus, SitingRun
from tests import factories
from tests.planning.chains import flow, oil_chain

pytestmark = pytest.mark.django_db


def plan(**given):
    parameters = chain_parameters_parse({"chain": "oil_palm", "cell_size_m": 1000, **given})
    return chain_plan_execute(parameters)


def by_process(plan_id):
    return {run.process.code: run for run in chain_plan_runs(plan_id)}


def test_steps_follow_the_tree_largest_first_and_what_has_no_size_is_told_apart():
    oil_chain()
    planned, unsized = chain_steps("oil_palm")
    assert [process.code for process in planned] == ["palm_oil_mill", "refinery", "small_refinery", "soapery"]
    assert [process.code for process in unsized] == ["crushing"]


def test_the_tree_has_only_what_a_process_of_it_takes_in_the_unit_it_is_put_out():
    processes = oil_chain()
    logs = factories.commodity("sawdust", group="oil_palm", unit="m3")
    flow(processes["mill"], logs, FlowRole.RESIDUE, 0.4, "m3 per t input")
    factories.process("pellets", logs, chain="oil_palm", feed_unit="t")
    mill = next(process for process in chain_tree("oil_palm") if process.code == "palm_oil_mill")
    assert mill.outputs == {"oil": (0.19, 0.20, 0.22), "kernel": (0.05, 0.05, 0.05)}


def test_a_circle_in_the_tree_is_refused():
    processes = oil_chain()
    flow(processes["soapery"], processes["refinery"].feed, FlowRole.RESIDUE, 0.1)
    with pytest.raises(ProductTreeError, match="circle"):
        chain_plan_create(chain_parameters_parse({"chain": "oil_palm"}))


def test_each_step_builds_on_those_before():
    """Mills, old and new, take bunches; their oil goes to the old refinery first, then to new ones, and so on."""
    oil_chain()
    runs = by_process(plan())
    mill, refinery, soapery = runs["palm_oil_mill"], runs["refinery"], runs["soapery"]
    assert {run.status for run in runs.values()} <= {RunStatus.SUGGESTED, RunStatus.REFUSED}
    intake = mill.summary["supply_t_per_year"]
    assert intake > 0
    assert refinery.summary["feed_supply_per_year"] == pytest.approx((150_000 + intake) * 0.20)
    assert refinery.summary["feed_supply_of_planned_per_year"] == pytest.approx(intake * 0.20)
    assert sum(plant["takes_per_year"] for plant in refinery.summary["existing_plants"]) == pytest.approx(10_000)
    refined = 0.9 * (10_000 + refinery.summary["supply_t_per_year"])
    refined += 0.8 * runs["small_refinery"].summary["supply_t_per_year"]
    assert soapery.summary["feed_supply_per_year"] == pytest.approx(refined)


@pytest.mark.parametrize("supply_model", ["least_cost", "huff"])
@pytest.mark.parametrize("plants", [1, 3])
def test_nothing_is_used_twice(supply_model, plants):
    oil_chain()
    runs = chain_plan_runs(plan(supply_model=supply_model, plants=plants))
    feeds = {run.process.feed.code for run in runs}
    assert feeds == {"oil_palm", "oil", "refined"}
    for feed in feeds:
        steps = [run for run in runs if run.process.feed.code == feed]
        assert balance_of(feed, steps).is_kept(), feed
        # Not of any one source either: the supply of a run counts only what those before it left.
        offered = {}
        for run in steps:
            for site in run.sites.filter(is_reserve=False):
                for supply in site.supply_by_source:
                    offered[supply["source_id"]] = offered.get(supply["source_id"], 0.0) + supply["supply_t_per_year"]
        whole = 60_000 if feed == "oil_palm" else runs[0].summary["feed_supply_per_year"]
        assert max(offered.values(), default=0.0) <= whole * (1 + 1e-6)


def test_siblings_share_one_raw_material():
    oil_chain()
    runs = by_process(plan())
    large, small = runs["refinery"], runs["small_refinery"]
    supply = large.summary["feed_supply_per_year"]
    taken = 10_000 + large.summary["supply_t_per_year"] + small.summary["supply_t_per_year"]
    assert small.summary["feed_supply_per_year"] == pytest.approx(supply)
    assert small.summary["supply_t_per_year"] > 0
    assert taken <= supply * (1 + 1e-9)


def test_planned_plants_are_sources_with_a_name():
    oil_chain()
    refinery = by_process(plan())["refinery"]
    names = {s["name"] for site in refinery.sites.all() for s in site.supply_by_source if s["source_id"] < 0}
    assert any(name.startswith("Pabrik palm_oil_mill 1, District 63") for name in names)
    codes = [assumption["code"] for assumption in refinery.summary["assumptions"]]
    assert "supply_from_planned" in codes


def test_a_run_of_its_own_knows_nothing_of_plans():
    oil_chain()
    plan()
    run = siting_run_execute(siting_run_create(SitingParameters(process="refinery", cell_size_m=1000)).pk)
    assert run.summary["feed_supply_of_planned_per_year"] == 0
    assert run.summary["feed_supply_per_year"] == pytest.approx(150_000 * 0.20)


def test_a_second_plan_gives_the_same_sites():
    oil_chain()

    def sites(plan_id):
        return [
            (run.process.code, site.location.coords, site.score, site.supply_t_per_year)
            for run in chain_plan_runs(plan_id)
            for site in run.sites.order_by("rank")
        ]

    assert sites(plan()) == sites(plan())


def test_document_tells_steps_outputs_balances_and_what_is_skipped():
    oil_chain()
    plan_id = plan()
    document = chain_plan_document(plan_id)
    assert document["status"] == "finished"
    assert [step["run"]["process"]["code"] for step in document["steps"]] == [
        "palm_oil_mill",
        "refinery",
        "small_refinery",
        "soapery",
    ]
    first = document["steps"][0]
    oil = next(output for output in first["outputs"] if output["commodity"] == "oil")
    assert oil["low"] == pytest.approx(first["intake_per_year"] * 0.19)
    assert oil["high"] == pytest.approx(first["intake_per_year"] * 0.22)
    assert [process["code"] for process in document["skipped"]] == ["crushing"]
    assert [row["commodity"] for row in document["balance"]] == ["oil_palm", "oil", "refined"]
    for row in document["balance"]:
        parts = row["taken_by_existing_per_year"] + row["taken_by_planned_per_year"] + row["left_per_year"]
        assert parts == pytest.approx(row["supply_per_year"], rel=1e-6)
    features = chain_sites_geojson(plan_id)["features"]
    assert len({feature["id"] for feature in features}) == len(features)
    assert {feature["properties"]["process"] for feature in features} >= {"palm_oil_mill", "refinery"}


def test_a_refused_step_says_why_and_the_plan_goes_on():
    processes = oil_chain()
    factories.facility("mill_2", 115.3, -3.0, process=processes["mill"], capacity_t_per_year=5_000_000.0)
    runs = by_process(plan(supply_model="least_cost"))
    assert runs["palm_oil_mill"].status == RunStatus.REFUSED
    assert runs["palm_oil_mill"].refusal["code"] == "capacity_exceeds_supply"
    # All bunches of the two districts go through the old mills.
    assert runs["refinery"].summary["feed_supply_per_year"] == pytest.approx(700_000 * 0.20)
    assert runs["refinery"].status == RunStatus.SUGGESTED


def test_a_failed_step_makes_a_failed_plan():
    oil_chain()
    plan_id, runs = chain_plan_create(chain_parameters_parse({"chain": "oil_palm"}))
    assert chain_plan_document(plan_id)["status"] == "queued"
    SitingRun.objects.filter(pk=runs[0].pk).update(status=RunStatus.RUNNING)
    assert chain_plan_document(plan_id)["status"] == "running"
    SitingRun.objects.filter(chain_plan_id=plan_id).update(status=RunStatus.FAILED)
    assert chain_plan_document(plan_id)["status"] == "failed"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({}, "chain"),
        ({"chain": "nothing"}, "chain"),
        ({"chain": 7}, "chain"),
        ({"chain": "oil_palm", "process": "palm_oil_mill"}, "parameter"),
        ({"chain": "oil_palm", "size_per_year": 9_000}, "parameter"),
        ({"chain": "oil_palm", "plants": 0}, "plants"),
        ({"chain": "oil_palm", "colour": "red"}, "parameter"),
        ({"chain": "oil_palm", "steps": []}, "steps"),
        ({"chain": "oil_palm", "steps": {"weaving": {}}}, "steps"),
        ({"chain": "oil_palm", "steps": {"crushing": {}}}, "steps.crushing"),
        ({"chain": "oil_palm", "steps": {"refinery": {"season": "wet"}}}, "steps.refinery"),
        ({"chain": "oil_palm", "steps": {"refinery": {"plants": 0}}}, "plants"),
    ],
)
def test_a_bad_parameter_is_named(given, name):
    oil_chain()
    with pytest.raises(ParameterError) as refused:
        chain_parameters_parse(given)
    assert refused.value.name == name


def test_a_step_may_have_conditions_of_its_own():
    oil_chain()
    place = {"lon": 115.3, "lat": -3.0}
    steps = {"palm_oil_mill": {"forced_sites": [place], "size_per_year": 60_000}, "refinery": {"plants": 2}}
    runs = by_process(plan(steps=steps, reserves=0))
    mill = runs["palm_oil_mill"].sites.get()
    assert mill.location.coords == pytest.approx((place["lon"], place["lat"]), abs=0.01)
    assert mill.capacity_t_per_year == 60_000
    assert {code: run.parameters["plants"] for code, run in runs.items()} == {
        "palm_oil_mill": 1,
        "refinery": 2,
        "small_refinery": 1,
        "soapery": 1,
    }


def test_a_step_without_a_usual_size_is_planned_with_a_size_of_the_planner():
    oil_chain()
    plan_id = plan(steps={"crushing": {"size_per_year": 100}}, reserves=0)
    crushing = by_process(plan_id)["crushing"]
    assert crushing.status in (RunStatus.SUGGESTED, RunStatus.REFUSED)
    assert crushing.parameters["size_per_year"] == 100
    document = chain_plan_document(plan_id)
    assert "crushing" in [step["run"]["process"]["code"] for step in document["steps"]]
    assert document["skipped"] == []
    assert "crushing" in [skipped["code"] for skipped in chain_plan_document(plan(reserves=0))["skipped"]]


def test_a_chain_without_any_size_cannot_be_planned():
    factories.process("weaving", factories.commodity("rattan"), modular_sizes_per_year=[])
    with override("en"), pytest.raises(ParameterError, match="usual size"):
        chain_plan_create(chain_parameters_parse({"chain": "rattan"}))
    assert not SitingRun.objects.exists()
