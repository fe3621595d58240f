"""How far a run is, in percent and in words, and whether it is still wanted."""

import time
import uuid
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gisapp.siting.execution import Stage
from layers.services.siting_runs import siting_run_progress

READ, STORE = "read", "store"
# The percent at which each stage begins, by what they take in a large province; stored in English and
# translated where it is shown.
_STAGES: Mapping[str, tuple[int, str]] = {
    READ: (1, gettext_noop("reading the data")),
    Stage.PREPARE: (10, gettext_noop("laying the land and the roads on a grid")),
    Stage.SOURCES: (30, gettext_noop("gathering the raw material")),
    Stage.EXCLUSION: (35, gettext_noop("leaving out what the law excludes")),
    Stage.EXISTING_PLANTS: (45, gettext_noop("serving existing plants")),
    Stage.CANDIDATES: (50, gettext_noop("looking for good places")),
    Stage.TRAVEL: (65, gettext_noop("reckoning travel times")),
    Stage.CRITERIA: (75, gettext_noop("judging every place")),
    Stage.RANKING: (80, gettext_noop("choosing sites")),
    Stage.ROBUSTNESS: (82, gettext_noop("testing the ranking")),
    Stage.EXPLANATION: (88, gettext_noop("explaining the sites")),
    STORE: (97, gettext_noop("storing the answer")),
}
_BEGINS = [percent for percent, _words in _STAGES.values()] + [100]
_END_OF = dict(zip(_STAGES, _BEGINS[1:], strict=True))
# Blocks may follow each other in hundredths of a second; nobody reads as fast.
_LEAST_INTERVAL_S = 0.25


def stage_label(stage: str) -> str:
    """Return what a stage does, in the language of the request; empty for none."""
    return _(_STAGES[stage][1]) if stage in _STAGES else ""


def percent_of(stage: str, share: float) -> int:
    """Return how far a run is when a share, 0-1, of a stage is done."""
    begin, end = _STAGES[stage][0], _END_OF[stage]
    return begin + int(share * (end - begin))


class Progress:
    """Writes down how far a run is, and learns by that whether it is still wanted."""

    def __init__(self, run_id: uuid.UUID) -> None:
        self._run_id = run_id
        self._stage, self._percent = "", 0
        self._told_at_s = 0.0
        self._is_wanted = True

    def tell(self, stage: str, share: float = 0.0) -> None:
        """Store a new stage at once, and the share of the same one now and then."""
        now_s = time.monotonic()
        if stage == self._stage and now_s - self._told_at_s < _LEAST_INTERVAL_S:
            return
        self._stage, self._told_at_s = stage, now_s
        # What was prepared before is told of again, but nothing is undone.
        self._percent = max(self._percent, percent_of(stage, share))
        self._is_wanted = siting_run_progress(self._run_id, self._percent, stage=stage)

    def should_stop(self) -> bool:
        """Tell whether the run is over: cancelled, given up for lost, or deleted."""
        return not self._is_wanted
