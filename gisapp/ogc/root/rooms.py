"""Which rooms speak OGC API: the one place that knows them all."""

from gisapp.ogc.features.contribution import FEATURES
from gisapp.ogc.processes.contribution import PROCESSES
from gisapp.ogc.root.contribution import Contribution
from gisapp.ogc.styles.contribution import STYLES
from gisapp.ogc.tiles.contribution import TILES

ROOMS: tuple[Contribution, ...] = (FEATURES, TILES, STYLES, PROCESSES)
