"""Logistic regression, by Newton's method."""

import numpy as np
import numpy.typing as npt

from babelwright.fidelity.words import Numbers

# Against weights that grow without end where two columns say the same.
_RIDGE = 10.0
_STEPS = 25
_CLOSE = 1e-5


def logistic(matrix: Numbers, wrong: Numbers, weight: Numbers) -> Numbers:
    """Return the weights that tell wrong rows from good ones, shape (columns,).

    Args:
        matrix: Shape (rows, columns); the last column is 1 and is not held back by the ridge.
        wrong: 1 of wrong rows, 0 of good ones.
        weight: How much each row counts.
    """
    found = np.zeros(matrix.shape[1])
    ridge = np.full(matrix.shape[1], _RIDGE)
    ridge[-1] = 1e-6
    for _ in range(_STEPS):
        share = 1 / (1 + np.exp(-(matrix @ found)))
        slope = matrix.T @ (weight * (share - wrong)) + ridge * found
        curve = (matrix * (weight * share * (1 - share))[:, None]).T @ matrix + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        found = found - step
        if np.abs(step).max() < _CLOSE:
            break
    return found


def out_of_fold(
    matrix: Numbers, wrong: Numbers, weight: Numbers, folds: npt.NDArray[np.int64]
) -> Numbers:
    """Return the log-odds of every row by weights that the rows of its fold had no part in."""
    scores = np.zeros(len(matrix))
    for fold in np.unique(folds):
        here = folds == fold
        scores[here] = matrix[here] @ logistic(matrix[~here], wrong[~here], weight[~here])
    return scores
