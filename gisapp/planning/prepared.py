"""The engine's terrain and road graph, kept in the process until boundaries or roads change.

The graph is looked for on the disk first (`road_graph`), where other processes leave it.
"""

from collections import OrderedDict
from threading import Lock

from gisapp.planning.adapters import PlanningInput
from gisapp.planning.road_graph import road_graph_for
from gisapp.siting.engine import ENGINE_VERSION, Prepared
from gisapp.siting.execution import Execution
from gisapp.siting.grid import terrain_of
from gisapp.siting.network import road_graph

VERSION_TABLES = ("layers_district", "layers_roadlink", "layers_roadspeed")
# A graph of the province at 250 m takes some tens of megabytes; few cell sizes are in use at a time.
MOST_KEPT = 3

_Key = tuple[object, ...]
_kept: OrderedDict[_Key, Prepared] = OrderedDict()
_lock = Lock()


def prepared_for(given: PlanningInput, execution: Execution | None = None) -> Prepared:
    """Return the parts that depend on boundaries and roads alone, built at most once for a version of them.

    Raises
    ------
    StoppedError
        If the execution is to stop.
    """
    area = given.problem.study_area
    versions = tuple(given.versions.get(table, "") for table in VERSION_TABLES)
    speed_km_h = given.problem.off_road_speed_km_h
    key = (ENGINE_VERSION, *versions, given.season, speed_km_h, area.srid, area.cell_size_m)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
        # Built under the lock: two requests that come together must not build the same graph twice.
        terrain = terrain_of(area, given.problem.districts, execution=execution)
        graph = road_graph_for(
            key, build=lambda: road_graph(given.problem.roads, terrain, off_road_speed_km_h=speed_km_h)
        )
        built = Prepared(terrain, graph)
        _kept[key] = built
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
        return built
