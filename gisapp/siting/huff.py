"""Free smallholders: each sells to the plants within reach by their pull, until those are full (Huff's model)."""

import numpy as np

from gisapp.siting.codes import Floats

# How fast the pull of a plant falls with time. Huff found 1.5 to 3 for shopping; 2 is usual where nothing was
# measured, and so a planning assumption here.
DISTANCE_DECAY = 2.0
# Nearer than this no plant pulls harder: the queue at its gate counts for more than the drive.
LEAST_MINUTES = 5.0


def pull(minutes: Floats, capacity_t_per_year: Floats) -> Floats:
    """Return the pull of each plant on each source: capacity over minutes to the power of the decay.

    Parameters
    ----------
    minutes
        (n_source, n_plant); infinite beyond reach, where the pull is 0.
    """
    return np.asarray(capacity_t_per_year / np.maximum(minutes, LEAST_MINUTES) ** DISTANCE_DECAY)


def huff(minutes: Floats, supply_t_per_year: Floats, capacity_t_per_year: Floats) -> Floats:
    """Return what each plant takes from each source when every source shares itself out by pull.

    What is brought to a plant beyond its room is turned away in proportion, from every source alike; a full
    plant drops out, and what was turned away is shared among the rest. Each round fills a plant or is the
    last, so there are at most as many rounds as plants and one more.

    Parameters
    ----------
    minutes
        (n_source, n_plant); infinite beyond reach.

    Returns
    -------
    numpy.ndarray
        (n_source, n_plant) tonnes a year.

    References
    ----------
    Huff, D. L. (1963). A probabilistic analysis of shopping center trade areas. Land Economics 39, 81-90.
    """
    pulls = pull(minutes, capacity_t_per_year)
    taken = np.zeros(minutes.shape)
    left, room = supply_t_per_year.astype(float), capacity_t_per_year.astype(float)
    is_open = room > 0
    while True:
        open_pulls = np.where(is_open, pulls, 0.0)
        total = open_pulls.sum(axis=1)
        share = np.divide(open_pulls, total[:, None], out=np.zeros(pulls.shape), where=total[:, None] > 0)
        brought = share * left[:, None]
        at_gate = brought.sum(axis=0)
        overrun = is_open & (at_gate >= room) & (at_gate > 0)
        let_in = np.divide(room, at_gate, out=np.ones(room.size), where=overrun)
        accepted = brought * let_in
        taken += accepted
        left = np.maximum(left - accepted.sum(axis=1), 0.0)
        room = np.where(overrun, 0.0, room - accepted.sum(axis=0))
        is_open &= ~overrun
        if not overrun.any():
            return taken
