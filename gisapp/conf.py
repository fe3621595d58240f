"""Limits and defaults of the service, typed, with the unit in every name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """Lowest and highest value that is accepted, both included."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    def __str__(self) -> str:
        return f"{self.low:g} to {self.high:g}"


# --- A siting run -------------------------------------------------------------------------------

PLANTS = Range(1, 20)
RESERVES = Range(0, 10)
MAX_MINUTES = Range(5, 720)
MIN_UTILISATION = Range(0.1, 1.0)
CELL_SIZE_M = Range(100, 2000)
SITE_AREA_HA = Range(1, 1000)
SIZE_PER_YEAR = Range(1, 10_000_000)
WEIGHT = Range(0, 100)
BUDGET_MILLION_IDR = Range(1, 1_000_000_000)
FORBIDDEN_RADIUS_KM = Range(0.1, 200)
DEFAULT_FORBIDDEN_RADIUS_KM = 1.0
MAX_FORBIDDEN_SITES = 50

DEFAULT_PLANTS = 1
DEFAULT_RESERVES = 3
DEFAULT_CELL_SIZE_M = 250
DEFAULT_SITE_AREA_HA = 10.0
# A plant is advised only where the residual supply fills this share of it: the existing palm oil
# mills of South Kalimantan, at an estimated 45 %, show what becomes of less.
DEFAULT_MIN_UTILISATION = 0.6
# The longest drive where the planner gives none; less for goods that bear less (the engine's split of
# the hours from harvest to processing). A planning assumption.
DEFAULT_MAX_MINUTES = 180.0
# Speed taken for a class and surface of road for which no speed is recorded: that of a gravel
# district road. A planning assumption, shown with each run that needs it.
FALLBACK_SPEED_KM_H = 20.0
# Speed along the straight line where no road leads, unless an earth road is slower still in the season. A
# planning assumption, between a loaded truck's wet-season and dry-season speed on an earth estate road.
OFF_ROAD_SPEED_KM_H = 10.0
# The seasons for which speeds are recorded.
SEASONS = ("dry", "wet")
DEFAULT_SEASON = "dry"

# Coarser cells smooth slopes away: such a raster leaves the rule on slopes unknown. The siting grid's own cell.
SLOPE_CELL_LIMIT_M = 250.0

# What is told apart: at the least what suits a province, at the most what the whole country needs and memory
# bears (the travel times of every group to every stretch of land are held at once).
SOURCE_GROUPS = Range(2_500, 5_000)
STRETCHES = Range(1_500, 5_000)
KM2_PER_SOURCE_GROUP = 15.0
KM2_PER_STRETCH = 25.0

# The rasters of so many runs are kept, the newest: about 1.7 MB a run for a province in cells of 250 m. Larger grids,
# such as that of the whole country in such cells, are not kept: they take some GB of memory to make.
RUNS_WITH_RASTERS = 50
RUN_RASTER_MAX_CELLS = 25_000_000

# Sites of two scenarios that lie no farther apart than this are told as one place moved; a planning assumption.
SAME_SITE_KM = 15.0

# --- Background work ------------------------------------------------------------------------------

MAX_QUEUED_RUNS = 20
RETRY_AFTER_S = 30
# Who asks for a run may wait for its answer, no longer than this: the connection takes up a thread of the server.
MAX_WAIT_S = 30
WAIT_INTERVAL_S = 0.05
# A worker reports every 10 s; one that is silent for longer than this is taken for dead, its run for lost.
WORKER_SILENCE_LIMIT_S = 60

# --- The API ----------------------------------------------------------------------------------------

MAX_BODY_BYTES = 16_384
NEARBY_RADIUS_KM = Range(0.1, 200)
DEFAULT_NEARBY_RADIUS_KM = 25.0
NEARBY_LIMIT = Range(1, 500)
DEFAULT_NEARBY_LIMIT = 50
# Suppliers listed by name in an answer; the rest are summed up.
MAX_LISTED_SOURCES = 20
SEARCH_CHARS = Range(2, 120)
SEARCH_LIMIT = Range(1, 50)
DEFAULT_SEARCH_LIMIT = 10
# Coordinates are first read as a place in the study area, or no farther from it than this.
LIKELY_MARGIN_DEG = 0.5
SCENARIOS_LISTED = Range(1, 200)
DEFAULT_SCENARIOS_LISTED = 50
SCENARIOS_SKIPPED = Range(0, 1_000_000)
# Rows of one answer about potentials: every district of the country by every section fits.
MAX_POTENTIAL_ROWS = 10_000

# --- Data from outside ------------------------------------------------------------------------------

# A jetty or a mill may lie beyond a coast drawn at another scale, but not farther than this.
FACILITY_DISTRICT_TOLERANCE_M = 5_000.0
# Two records alike in name are taken for one when they lie this close.
SAME_NAME_DISTANCE_M = 1_000.0
# Two lists that round differently put one plant about this far apart; counted twice, it would halve
# what is left of the raw material around it.
SAME_PLANT_DISTANCE_M = 1_000.0
# A road may be longer than it is drawn; shorter only by what rounding and the projection explain.
ROAD_SHORTER_THAN_PATH_TOLERANCE = 0.05
RECORD_YEAR = Range(1900, 2100)
# Tonnes per hectare so many times beyond what a commodity yields are a fault of units.
ABSURD_YIELD_FACTOR = 3.0
# What is planted may exceed what is drawn by what rounding and generalised boundaries explain.
PLANTED_OF_DRAWN_LIMIT = 1.2
# Plants take from a few tonnes to a few million a year (raw material).
PLAUSIBLE_CAPACITY_T = Range(1, 10_000_000)
# Neighbours share less than this by rounding alone; what is narrower than this on average is a sliver.
LEAST_OVERLAP_M2 = 1.0
LEAST_GAP_M2 = 1.0
SLIVER_WIDTH_M = 50.0
# Rows that a report lists one by one; all are counted.
CHANGES_LISTED = 500
MISSING_LISTED = 200
FINDINGS_OF_A_CODE_PRINTED = 20
MAX_IMPORT_ROWS = 500_000
MAX_IMPORT_BYTES = 512 * 1024 * 1024
MAX_IMPORT_LAYERS = 200
MAX_IMPORT_COLUMNS = 500
# The longest cell: a polygon as well-known text.
MAX_IMPORT_CELL_CHARS = 16_000_000
# The coast of all Indonesia at full resolution has some millions of vertices in one row.
MAX_IMPORT_ROW_VERTICES = 5_000_000
MAX_IMPORT_VERTICES = 50_000_000
MAX_IMPORT_UNPACKED_BYTES = 1024 * 1024 * 1024
MAX_IMPORT_ZIP_MEMBERS = 2_000
# Attribute tables of blanks pack a hundredfold; what unpacks to little harms nobody.
MAX_IMPORT_ZIP_RATIO = 200
IMPORT_ZIP_RATIO_FREE_BYTES = 32 * 1024 * 1024
# Rows by which CRS and coordinate columns are guessed, samples of each column, features of a preview.
IMPORT_GUESS_ROWS = 2_000
IMPORT_SAMPLES = 3
IMPORT_PREVIEW_FEATURES = 2_000

# A larger import is done by a worker in the background; this much takes a few seconds.
IMPORT_ROWS_AT_ONCE = 2_000
IMPORT_BYTES_AT_ONCE = 5 * 1024 * 1024
IMPORT_PROGRESS_INTERVAL_S = 0.5
# What one user may have open at a time, and for how long what nobody goes on with is kept.
MAX_OPEN_IMPORTS = 20
MAX_OPEN_IMPORT_BYTES = 2 * 1024 * 1024 * 1024
OPEN_IMPORT_KEPT_DAYS = 30
# Parts of one Shapefile that are sent together.
MAX_UPLOADED_FILES = 10
MAX_MAPPING_VALUE_CHARS = 2_000
MAX_MAPPING_BYTES = 262_144
FINDINGS_LISTED = Range(1, 1_000)
DEFAULT_FINDINGS_LISTED = 100
IMPORTS_LISTED = Range(1, 100)
DEFAULT_IMPORTS_LISTED = 20

# --- Data by hand: features drawn or changed on the map -------------------------------------------------

# A body with a shape of so many corners; larger shapes come in by a file.
FEATURE_BODY_BYTES = 2 * 1024 * 1024
FEATURE_CORNERS = Range(1, 20_000)
# Features around, to choose and to snap to, and the corners of all of them together.
FEATURES_NEAR = 400
FEATURES_NEAR_CORNERS = 60_000

# --- Data for others: exports -------------------------------------------------------------------------

# Layers of one file, and rows of all of them together: a province has some 200,000 source areas.
EXPORT_LAYERS_LIMIT = 40
EXPORT_ROWS_LIMIT = 2_000_000
# Up to so many rows, and so many shapes' coordinates in bytes, a file is made while the client waits.
EXPORT_AT_ONCE_ROWS = 3_000
EXPORT_AT_ONCE_BYTES = 16 * 1024 * 1024
# Read in one statement: fewer where shapes are large, so that memory stays small.
EXPORT_ROWS_PER_READ = Range(50, 10_000)
EXPORT_BYTES_PER_READ = 8 * 1024 * 1024
EXPORT_TIMEOUT_MS = 60_000
# A layer that is written to while it is read is read anew, so that a file shows one state of it.
EXPORT_ATTEMPTS = 3
EXPORT_WHERE_LIMIT = 10
# Rows of a sheet besides its head, and of one KML file, which viewers hold in memory whole.
EXPORT_SHEET_ROWS_LIMIT = 1_048_575
EXPORT_KML_ROWS_LIMIT = 250_000
EXPORT_TILE_ZOOMS = Range(4, 12)
EXPORT_TILE_FEATURES_LIMIT = 20_000
EXPORT_RASTER_CELLS_LIMIT = 400_000_000
# Jobs that wait, and files that are kept for those who asked for them.
MAX_QUEUED_EXPORTS = 20
EXPORTS_KEPT = 50
EXPORTS_KEPT_BYTES = 5 * 1024 * 1024 * 1024
EXPORT_KEPT_HOURS = 24

# --- Data for people: printed sheets, offline pages, reports -------------------------------------------

PRINT_LAYERS_LIMIT = 12
PRINT_TITLE_CHARS = 160
# Dots per inch of a PNG; the map within a PDF has the highest.
PRINT_DPI = Range(72, 300)
DEFAULT_PRINT_DPI = 150
# A page that opens offline fits into any mail; shapes are simplified, and the smallest left out, until it does.
PRINT_PAGE_BYTES = 5 * 1024 * 1024
# Features of one page before any are left out: more would keep an old laptop busy for minutes.
PRINT_PAGE_FEATURES = 30_000
PRINT_PAGE_RASTER_PX = 900
PRINT_TIMEOUT_MS = 20_000

# --- Statistics spread over land cover --------------------------------------------------------------

# About the size of a village, and of a 0.05 degree cell of the land cover.
DISAGGREGATION_CELL_M = 5_000.0

# --- The map ----------------------------------------------------------------------------------------

# Features of one layer that a browser draws itself and still pans smoothly; of more it shows pictures.
MAP_FEATURES_LIMIT = 2_500
# Shown while no district is loaded: the archipelago, west, south, east, north.
EXTENT_WITHOUT_DISTRICTS = (95.0, -11.0, 141.0, 6.0)
# A run's progress is asked for this often.
# The newest runs of which the planner's page tells how long such a question takes.
RUNS_TIMED = 200
RUN_POLL_INTERVAL_MS = 700
# Neighbours digitised apart leave slivers this wide between them; wider water is a coast.
BOUNDARY_GAP_M = 500.0

# --- Maps, features and tiles for other programs -----------------------------------------------------

# Answers kept by each process of the server, and by all of them together on disk.
ANSWERS_IN_MEMORY_MB = 48
ANSWERS_ON_DISK_MB = 1_024
# Maps and tiles that one process makes at the same time: more would share the same cores and all be late.
HEAVY_ANSWERS_AT_ONCE = 2
# Who waits longer for a turn, or for another to make the same answer, is told to come back.
ANSWER_WAIT_S = 20.0
# The newest runs have layers of their own; the sites of all runs are one collection.
RUNS_PUBLISHED = 20
# Parameters of one request as keys and values (WMS, WMTS); the longest real ones have some thirty.
REQUEST_PARAMETERS_LIMIT = 64

# --- Maps as pictures (WMS) ---------------------------------------------------------------------------

# A3 at 300 dots per inch, the largest sheet that QGIS asks for in one piece, and some more.
MAP_WIDTH_LIMIT_PX = 5_120
MAP_HEIGHT_LIMIT_PX = 5_120
MAP_LAYERS_LIMIT = 40
# Pixels times layers: 40 layers on a large screen, or four layers on the largest picture.
MAP_WORK_LIMIT_PX = 110_000_000
MAP_DPI = Range(30, 1_200)
MAP_STATEMENT_TIMEOUT_MS = 20_000
# The resolution for which symbols are drawn in their own size.
MAP_DEFAULT_DPI = 96.0
# A coordinate beyond this lies on no map, in degrees or metres; nor does a side shorter than this.
MAP_COORDINATE_LIMIT = 1e9
MAP_EXTENT_LEAST = 1e-7
# Finer, or with pixels so much longer than wide, nothing new is seen, and a dashed line has millions of dashes.
MAP_PIXEL_LEAST_M = 0.01
MAP_PIXEL_STRETCH = 100.0
# Features told of one place, and what a client may ask for before it is refused.
INFO_FEATURES_LIMIT = 50
INFO_FEATURES_ASKED_LIMIT = 1_000_000
# What lies this near a click, in pixels at 96 dots per inch, is meant: half a symbol, and a line's width.
INFO_POINT_TOLERANCE_PX = 10.0
INFO_LINE_TOLERANCE_PX = 5.0
INFO_TIMEOUT_MS = 10_000

# --- WFS --------------------------------------------------------------------------------------------

# Features of one page in GML; GeoJSON and CSV have no pages unless they are asked for.
WFS_PAGE_FEATURES = 10_000
WFS_QUERIES_LIMIT = 16
# One statement: until the first feature, and for each part of an answer.
WFS_TIMEOUT_S = 20.0
# A client that takes no part of an answer for longer than this is given up.
WFS_IDLE_S = 60.0
# A filter of QGIS nests some ten elements; one with a polygon of a coast has few elements but many coordinates.
XML_DEPTH_LIMIT = 64
XML_ELEMENTS_LIMIT = 20_000

# --- Tiles ------------------------------------------------------------------------------------------

# What a vector tile may hold, before gzip; the smallest shapes are left out beyond it.
TILE_FEATURES_LIMIT = 6_000
TILE_BYTES_LIMIT = 500 * 1024
TILE_LAYERS_LIMIT = 12
# From here on a tile tells all properties of a feature; before, what maps are coloured by.
TILE_ALL_PROPERTIES_ZOOM = 14
# At the last zoom of vector tiles a step of 4096 is 15 cm; clients enlarge them beyond.
VECTOR_TILE_LAST_ZOOM = 16
MAP_TILE_LAST_ZOOM = 20
TILE_TIMEOUT_MS = 10_000

# --- OGC API Features ----------------------------------------------------------------------------------

# Features in one answer of GeoJSON; CSV and FlatGeobuf come without paging unless a limit is given.
FEATURES_LIMIT = Range(1, 10_000)
DEFAULT_FEATURES_LIMIT = 100
# A page that a person reads.
DEFAULT_LISTED_FEATURES = 20
LISTED_FEATURES_LIMIT = 100
# Encoded and sent together: few, so that memory stays small; not too few, as each batch is a statement.
FEATURES_PER_BATCH = 1_000
# Looked for in one statement of a transfer without paging.
FEATURES_PER_WALK = 10_000
# The longest that one statement may take: finding a page, or encoding a batch.
FEATURES_TIMEOUT_MS = 10_000
# How many match is left out where counting them takes longer.
FEATURES_COUNT_TIMEOUT_MS = 3_000
FILTER_CHARS_LIMIT = 8_192
FILTER_DEPTH_LIMIT = 64
FILTER_LIST_LIMIT = 1_000
FILTER_VERTICES_LIMIT = 10_000
SORT_KEYS_LIMIT = 8

# --- OGC API Processes ------------------------------------------------------------------------------

JOBS_LISTED = Range(1, 100)
DEFAULT_JOBS_LISTED = 20
JOB_DURATION_S = Range(0, 1_000_000)
