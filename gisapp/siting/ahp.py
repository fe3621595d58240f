"""Weights from pairwise comparisons: the analytic hierarchy process, with its consistency as a gate.

References
----------
Saaty, T. L. (1980): The Analytic Hierarchy Process. McGraw-Hill.
Saaty, T. L. (1990): How to make a decision: the analytic hierarchy process. European Journal of
Operational Research 48, 9-26.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from gisapp.siting.codes import Floats
from gisapp.siting.errors import ProblemError

# Mean consistency index of random reciprocal matrices of order 3 to 10, as Saaty (1980) tabulates it; his
# later tables differ in the second decimal (0.52, 0.89, 1.11, 1.25, 1.35, 1.40 ...), and so would the ratio.
RANDOM_INDEX = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}
RANDOM_INDEX_SOURCE = "Saaty 1980"
MAX_RATIO = 0.10
# The scale of comparisons ends where one thing is nine times as important as another.
SCALE_END = 9.0
_RECIPROCAL_TOLERANCE = 0.02
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Triad:
    """Three comparisons that contradict each other: i over j, and j over k, do not give i over k.

    Attributes
    ----------
    i, j, k
        Positions of the things compared, i < j < k.
    i_over_j, j_over_k, i_over_k
        As they were given.
    """

    i: int
    j: int
    k: int
    i_over_j: float
    j_over_k: float
    i_over_k: float

    @property
    def consistent_i_over_k(self) -> float:
        """What i over k would be, were the other two right."""
        return self.i_over_j * self.j_over_k

    @property
    def consistent_i_over_j(self) -> float:
        """What i over j would be, were the other two right."""
        return self.i_over_k / self.j_over_k

    @property
    def consistent_j_over_k(self) -> float:
        """What j over k would be, were the other two right."""
        return self.i_over_k / self.i_over_j

    @property
    def error(self) -> float:
        """Factor by which they disagree: 1 where they agree."""
        ratio = self.consistent_i_over_k / self.i_over_k
        return max(ratio, 1 / ratio)


@dataclass(frozen=True, slots=True, eq=False)
class Priorities:
    """Weights and how consistent the comparisons are.

    Attributes
    ----------
    weights
        (n,) principal right eigenvector, summing to 1.
    lambda_max
        Principal eigenvalue; n where the comparisons are wholly consistent.
    consistency_index
        (lambda_max - n) / (n - 1).
    consistency_ratio
        Consistency index over the random index of `RANDOM_INDEX`; 0 for fewer than three things.
    """

    weights: Floats
    lambda_max: float
    consistency_index: float
    consistency_ratio: float


class InconsistentError(ProblemError):
    """Comparisons contradict each other too much for weights to be drawn from them.

    Attributes
    ----------
    ratio
        Consistency ratio, above `MAX_RATIO`.
    triad
        The three that contradict each other most.
    """

    def __init__(self, ratio: float, triad: Triad) -> None:
        self.ratio, self.triad = ratio, triad
        super().__init__(
            f"comparisons: consistency ratio {ratio:.3f}, the limit is {MAX_RATIO:.2f} (random index: "
            f"{RANDOM_INDEX_SOURCE}); {triad.i}:{triad.j} is {triad.i_over_j:.3g} and {triad.j}:{triad.k} is "
            f"{triad.j_over_k:.3g}, so {triad.i}:{triad.k} would be {triad.consistent_i_over_k:.3g}, not "
            f"{triad.i_over_k:.3g}; correct one of the three"
        )


def reciprocal(upper: Floats) -> Floats:
    """Return the (n, n) matrix of comparisons from the n (n - 1) / 2 above its diagonal, row by row.

    Parameters
    ----------
    upper
        (n (n - 1) / 2,) how many times as important the earlier thing is as the later, from 1/9 to 9.

    Raises
    ------
    ProblemError
        If their number is that of no matrix.
    """
    n = round((1 + np.sqrt(1 + 8 * upper.size)) / 2)
    if n * (n - 1) // 2 != upper.size or n < 2:
        raise ProblemError(f"comparisons: {upper.size} above the diagonal make no matrix; give n (n - 1) / 2")
    matrix = np.ones((n, n))
    rows, columns = np.triu_indices(n, 1)
    matrix[rows, columns] = upper
    matrix[columns, rows] = 1 / upper
    return matrix


def checked(matrix: Floats) -> Floats:
    """Return a reciprocal matrix, its lower half computed anew from the upper.

    Two per cent are forgiven, for 1/3 is often written 0.33.

    Parameters
    ----------
    matrix
        (n, n) comparisons, i over j at row i and column j.

    Raises
    ------
    ProblemError
        If it is not square, its order is unknown to `RANDOM_INDEX`, a comparison is off the scale, or the
        two halves disagree.
    """
    n = matrix.shape[0]
    if matrix.shape != (n, n) or not 2 <= n <= max(RANDOM_INDEX):
        raise ProblemError(f"comparisons: shape {matrix.shape}; give a square matrix of 2 to {max(RANDOM_INDEX)}")
    least = (1 - _RECIPROCAL_TOLERANCE) / SCALE_END
    off_scale = np.argwhere(~((matrix >= least) & (matrix <= SCALE_END)))
    if off_scale.size:
        i, j = off_scale[0].tolist()
        raise ProblemError(f"comparisons: {i}:{j} is {matrix[i, j]:g}; give 1/9 to 9")
    against = np.argwhere(np.abs(matrix * matrix.T - 1) > _RECIPROCAL_TOLERANCE)
    if against.size:
        i, j = against[0].tolist()
        raise ProblemError(
            f"comparisons: {i}:{j} is {matrix[i, j]:g} but {j}:{i} is {matrix[j, i]:g}; give {1 / matrix[i, j]:.3g}"
        )
    return reciprocal(matrix[np.triu_indices(n, 1)])


def priorities(matrix: Floats) -> Priorities:
    """Return weights and consistency of a reciprocal matrix, whether or not it is consistent enough.

    Parameters
    ----------
    matrix
        (n, n) as `checked` gives it.
    """
    n = matrix.shape[0]
    eigenvalues, eigenvectors = np.linalg.eig(matrix)
    principal = int(np.argmax(eigenvalues.real))
    lambda_max = float(eigenvalues[principal].real)
    vector = np.abs(eigenvectors[:, principal].real)
    index = max(0.0, (lambda_max - n) / (n - 1))
    return Priorities(
        weights=np.asarray(vector / vector.sum(), dtype=np.float64),
        lambda_max=lambda_max,
        consistency_index=index,
        consistency_ratio=index / RANDOM_INDEX[n] if n in RANDOM_INDEX else 0.0,
    )


def worst_triad(matrix: Floats) -> Triad:
    """Return the three comparisons that contradict each other most; the first of equals.

    Parameters
    ----------
    matrix
        (n, n) as `checked` gives it.

    Raises
    ------
    ProblemError
        If fewer than three things are compared.
    """
    n = matrix.shape[0]
    if n < 3:
        raise ProblemError(f"comparisons: {n} things have no triad; compare three or more")
    triads = (
        Triad(i, j, k, float(matrix[i, j]), float(matrix[j, k]), float(matrix[i, k]))
        for i, j, k in itertools.combinations(range(n), 3)
    )
    # Rounded, so that equal contradictions are told by their order and not by the last digit.
    return max(triads, key=lambda triad: round(triad.error, 9))


def weights_from_comparisons(matrix: Floats) -> Priorities:
    """Return the weights of comparisons that are consistent enough.

    Parameters
    ----------
    matrix
        (n, n) how many times as important as thing j thing i is, 1/9 to 9.

    Raises
    ------
    ProblemError
        If the matrix is malformed.
    InconsistentError
        If the consistency ratio exceeds `MAX_RATIO`.

    Examples
    --------
    >>> found = weights_from_comparisons(np.array([[1, 2, 4], [1/2, 1, 2], [1/4, 1/2, 1]]))
    >>> [round(float(weight), 3) for weight in found.weights], round(found.consistency_ratio, 3)
    ([0.571, 0.286, 0.143], 0.0)
    """
    matrix = checked(np.asarray(matrix, dtype=np.float64))
    found = priorities(matrix)
    if found.consistency_ratio > MAX_RATIO + _ROUNDING:
        raise InconsistentError(found.consistency_ratio, worst_triad(matrix))
    return found
