"""One aggregate a file."""

from layers.models.base import Confidence
from layers.models.commodity import Commodity
from layers.models.data_export import DataExport, ExportState
from layers.models.data_import import (
    DataImport,
    FindingLevel,
    ImportAdded,
    ImportBefore,
    ImportFinding,
    ImportState,
    ImportStep,
    RememberedMapping,
)
from layers.models.district import District, DistrictKind, Subdistrict
from layers.models.district_index import DistrictIndex, IndexMeasure
from layers.models.exclusion_zone import ExclusionEffect, ExclusionReason, ExclusionZone
from layers.models.facility import Facility, FacilityKind, FacilityStatus, PositionBasis
from layers.models.generalised import (
    BANDS,
    FULL_BAND,
    GROUPED_BANDS,
    DistrictShape,
    ExclusionZoneShape,
    FacilityShape,
    LayerVersion,
    RoadLinkShape,
    SourceAreaGroup,
    SourceAreaShape,
    SubdistrictShape,
    UngroupedTile,
)
from layers.models.process import FlowRole, Process, ProcessFlow, ScaleClass
from layers.models.raster_layer import RasterKind, RasterLayer
from layers.models.road_link import RoadClass, RoadLink, RoadSpeed, Surface
from layers.models.rule import Rule
from layers.models.run_raster import RunRaster, RunRasterKind
from layers.models.scenario import Scenario, ScenarioVisibility
from layers.models.sector_linkage import LinkageQuadrant, SectorLinkage
from layers.models.siting_run import RunStatus, SitingRun, SuggestedSite
from layers.models.source_area import OwnerKind, SourceArea, SourceOrigin
from layers.models.statistic import InstalledCapacity, ProductionStatistic, SectorStatistic

__all__ = [
    "BANDS",
    "FULL_BAND",
    "GROUPED_BANDS",
    "Commodity",
    "Confidence",
    "DataExport",
    "DataImport",
    "District",
    "DistrictIndex",
    "DistrictKind",
    "DistrictShape",
    "ExclusionEffect",
    "ExclusionReason",
    "ExclusionZone",
    "ExclusionZoneShape",
    "ExportState",
    "Facility",
    "FacilityKind",
    "FacilityShape",
    "FacilityStatus",
    "FindingLevel",
    "FlowRole",
    "ImportAdded",
    "ImportBefore",
    "ImportFinding",
    "ImportState",
    "ImportStep",
    "IndexMeasure",
    "InstalledCapacity",
    "LayerVersion",
    "LinkageQuadrant",
    "OwnerKind",
    "PositionBasis",
    "Process",
    "ProcessFlow",
    "ProductionStatistic",
    "RasterKind",
    "RasterLayer",
    "RememberedMapping",
    "RoadClass",
    "RoadLink",
    "RoadLinkShape",
    "RoadSpeed",
    "Rule",
    "RunRaster",
    "RunRasterKind",
    "RunStatus",
    "ScaleClass",
    "Scenario",
    "ScenarioVisibility",
    "SectorLinkage",
    "SectorStatistic",
    "SitingRun",
    "SourceArea",
    "SourceAreaGroup",
    "SourceAreaShape",
    "SourceOrigin",
    "Subdistrict",
    "SubdistrictShape",
    "SuggestedSite",
    "Surface",
    "UngroupedTile",
]
