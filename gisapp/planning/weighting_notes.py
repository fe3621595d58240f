"""Where the weights of a plan come from, unless they were given directly."""

from gisapp.planning.assumptions import Assumption, AssumptionCode
from gisapp.planning.parameters import SitingParameters
from gisapp.planning.presets import preset_get
from gisapp.planning.weighting import consistency_of


def weighting_notes(parameters: SitingParameters) -> tuple[Assumption, ...]:
    """Return what is told of a preset and of comparisons."""
    notes = []
    if parameters.preset is not None:
        preset = preset_get(parameters.preset)
        is_changed = dict(parameters.weights) != preset.weights
        notes.append(
            Assumption(
                AssumptionCode.WEIGHTS_FROM_PRESET,
                {"left_out_share": preset.left_out_share, "is_changed": float(is_changed)},
                subject=preset.code,
                source=preset.source,
                year=preset.year,
                confidence=preset.confidence,
            )
        )
    if parameters.pairwise is not None:
        found = consistency_of(parameters.pairwise)
        figures = {"lambda_max": found.lambda_max, "consistency_ratio": found.consistency_ratio}
        notes.append(Assumption(AssumptionCode.WEIGHTS_FROM_COMPARISONS, figures))
    return tuple(notes)
