"""The fast joint posterior of one state over a stretch of years, and draws from it.

Around the fitted mode the posterior of a state's positions and question deviations is Gaussian: its
precision is the walk's and the chains' plus the expected information of the votes, each vote discounted by
the uncertainty of its roll call's parameters. Deviations are integrated out exactly, which leaves a dense
precision of positions over the stretch; given positions, deviations are drawn chain by chain. Only NumPy is
used, so that a question can be answered without compiling anything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Singles = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The roll calls and the grid that a posterior runs over.

    J roll calls, T half-years, Y years, Q questions, D dimensions.

    Attributes
    ----------
    half_years : ndarray of int64, shape (T,)
        Every half-year from the first to the last.
    years : ndarray of int64, shape (Y,)
        Every year of the same stretch.
    row : ndarray of int64, shape (J,)
        Row of each roll call in `half_years`.
    question : ndarray of int64, shape (J,)
        Row of each roll call's question in 0..Q-1, or -1.
    questions : int
    slope : ndarray, shape (J, D)
    lower, upper : ndarray, shape (J,)
        Cutpoints.
    slope_covariance : ndarray, shape (J, D + 1, D + 1)
        Posterior covariance of slopes and location.
    """

    half_years: NDArray[np.int64]
    years: NDArray[np.int64]
    row: NDArray[np.int64]
    question: NDArray[np.int64]
    questions: int
    slope: Doubles
    lower: Doubles
    upper: Doubles
    slope_covariance: Doubles


@dataclass(frozen=True, slots=True)
class StatePosterior:
    """Gaussian posterior of one state over a stretch; T half-years, D dimensions, Q questions, Y years.

    Attributes
    ----------
    position : ndarray, shape (T, D)
        Mean.
    deviation : ndarray, shape (Q, Y)
        Mean.
    factor : ndarray, shape (T * D, T * D)
        Lower Cholesky factor of the precision of positions.
    coupling : ndarray, shape (Q, Y, 2 * D)
        Information between a deviation in a year and the positions in that year's two half-years.
    chain_diagonal : ndarray, shape (Q, Y)
    chain_link : float
        The chains' tridiagonal precision given positions; the link is its negated off-diagonal.
    scale : float
        Standard deviations are multiplied by this (calibration).
    """

    position: Doubles
    deviation: Doubles
    factor: Doubles
    coupling: Doubles
    chain_diagonal: Doubles
    chain_link: float
    scale: float

    def covariance(self) -> Doubles:
        """Covariance of positions in each half-year, shape (T, D, D), calibrated."""
        periods, dims = self.position.shape
        inverse = np.linalg.inv(self.factor)
        whole = inverse.T @ inverse
        blocks = whole.reshape(periods, dims, periods, dims)
        steps = np.arange(periods)
        return blocks[steps, :, steps, :] * self.scale**2

    def draw(self, count: int, rng: np.random.Generator, *, since: int = 0) -> tuple[Doubles, Singles]:
        """Joint draws of positions (N, T, D) and deviations (N, Q, Y); those of one year lie together.

        Deviations are many, and in single precision: draws differ by far more than its last digit.

        Parameters
        ----------
        count : int
        rng : numpy.random.Generator
        since : int
            Row of the first year whose deviations are wanted; those of earlier years are NaN.
        """
        periods, dims = self.position.shape
        noise = _solved_upwards(self.factor, rng.standard_normal((periods * dims, count)), dims)
        offset = noise.T.reshape(count, periods, dims)
        years = self.deviation.shape[1]
        by_year = offset.reshape(count, years, 2 * dims).transpose(1, 0, 2).astype(np.float32)
        free = by_year @ -self.coupling.transpose(1, 2, 0).astype(np.float32)
        _draw_chains(self.chain_diagonal, self.chain_link, free, rng, since)
        free *= np.float32(self.scale)
        free += self.deviation.T[:, None, :].astype(np.float32)
        return self.position + self.scale * offset, free.transpose(1, 2, 0)


def _solved_upwards(factor: Doubles, right: Doubles, width: int) -> Doubles:
    """Solve ``factor.T @ x = right`` for a lower triangular factor, block by block from the last, in place.

    NumPy has no solver for triangles; its general one costs three times as much.
    """
    for first in range(len(factor) - width, -1, -width):
        own = slice(first, first + width)
        right[own] -= factor[first + width :, own].T @ right[first + width :]
        right[own] = np.linalg.solve(factor[own, own].T, right[own])
    return right


def _draw_chains(diagonal: Doubles, link: float, pull: Singles, rng: np.random.Generator, since: int) -> None:
    """Draws with tridiagonal precision and mean ``precision^-1 pull``, in place of `pull`, shape (Y, N, Q).

    The loops go from year to year, so that a year's numbers must lie together to be quick; the second runs
    from the last year back to `since`, and what is earlier needs no draw.
    """
    years, count, questions = pull.shape
    roots, links = np.empty((years, questions)), np.zeros((years, questions))
    for y in range(years):
        if y:
            links[y] = -link / roots[y - 1]
        roots[y] = np.sqrt(diagonal[:, y] - links[y] ** 2)
    root, below = roots.astype(np.float32), links.astype(np.float32)
    for y, out in enumerate(pull):
        if y:
            out -= below[y] * pull[y - 1]
        out /= root[y]
    for y in range(years - 1, since - 1, -1):
        pull[y] += rng.standard_normal((count, questions))
        if y + 1 < years:
            pull[y] -= below[y + 1] * pull[y + 1]
        pull[y] /= root[y]
    pull[:since] = np.nan


def vote_information(eta: Doubles, lower: Doubles, upper: Doubles) -> Doubles:
    """Expected information about eta of a vote with these cutpoints."""
    f1 = 1.0 / (1.0 + np.exp(-(eta - lower)))
    f2 = 1.0 / (1.0 + np.exp(-(eta - upper)))
    middle = 1.0 - f1 - f2
    return f2 * (1 - f2) ** 2 + (f1 - f2) * middle**2 + (1 - f1) * f1**2


def state_posterior(
    stretch: Stretch,
    position: Doubles,
    deviation: Doubles,
    participation: Doubles,
    *,
    walk_variance: float,
    entry_sd: float,
    deviation_sd: float,
    deviation_years: float,
    scale: float = 1.0,
) -> StatePosterior:
    """Joint posterior of a state's positions and deviations over a stretch.

    Parameters
    ----------
    stretch : Stretch
    position : ndarray, shape (T, D)
        Fitted positions.
    deviation : ndarray, shape (Q, Y)
        Fitted deviations.
    participation : ndarray, shape (T,)
        Share of each half-year's roll calls in which the state cast a vote.
    walk_variance : float
        Variance of the walk over one half-year.
    entry_sd, deviation_sd, deviation_years
        As in `Priors`; the stretch begins with the prior of an entry, so let it begin some
        years before the years of interest.
    scale : float
        Calibration of standard deviations.
    """
    periods, dims = position.shape
    weight = _discounted_information(stretch, position, deviation, participation)
    blocks = np.zeros((periods, dims, dims))
    for row in np.unique(stretch.row):
        slope = stretch.slope[stretch.row == row]
        blocks[row] = (weight[stretch.row == row, None] * slope).T @ slope
    precision = walk_matrix(periods, dims, walk_variance, entry_sd)
    steps = np.arange(periods)
    precision.reshape(periods, dims, periods, dims)[steps, :, steps, :] += blocks
    coupling, held = _coupling(stretch, weight)
    link, end, inner = chain_precision(deviation_sd, deviation_years)
    diagonal = held + inner
    diagonal[:, [0, -1]] += end - inner
    if len(stretch.years) == 1:
        diagonal = held + deviation_sd**-2.0
    precision -= _integrated_out(coupling, diagonal, link)
    return StatePosterior(
        position=position,
        deviation=deviation,
        factor=np.asarray(np.linalg.cholesky(precision), dtype=np.float64),
        coupling=coupling,
        chain_diagonal=diagonal,
        chain_link=link,
        scale=scale,
    )


def _year_rows(stretch: Stretch) -> NDArray[np.int64]:
    """Row in `years` of each roll call."""
    return np.asarray((stretch.half_years // 2 - stretch.years[0])[stretch.row])


def _discounted_information(
    stretch: Stretch, position: Doubles, deviation: Doubles, participation: Doubles
) -> Doubles:
    """Expected information of each roll call about eta, less what is doubtful about the roll call itself."""
    tied = stretch.question >= 0
    eta = np.einsum("jd,jd->j", stretch.slope, position[stretch.row])
    eta[tied] += deviation[stretch.question[tied], _year_rows(stretch)[tied]]
    weight = vote_information(eta, stretch.lower, stretch.upper) * participation[stretch.row]
    place = np.concatenate([position[stretch.row], -np.ones((len(eta), 1))], axis=1)
    doubt = np.einsum("jd,jde,je->j", place, stretch.slope_covariance, place, optimize=True)
    return np.asarray(weight / (1.0 + weight * doubt))


def _coupling(stretch: Stretch, weight: Doubles) -> tuple[Doubles, Doubles]:
    """Information between deviations and positions (Q, Y, 2 D), and about deviations alone (Q, Y)."""
    tied = stretch.question >= 0
    shape = (stretch.questions, len(stretch.years))
    at = (stretch.question[tied], _year_rows(stretch)[tied], (stretch.half_years % 2)[stretch.row[tied]])
    coupling = np.zeros((*shape, 2, stretch.slope.shape[1]))
    np.add.at(coupling, at, weight[tied, None] * stretch.slope[tied])
    held = np.zeros(shape)
    np.add.at(held, at[:2], weight[tied])
    return coupling.reshape(*shape, 2 * stretch.slope.shape[1]), held


def _integrated_out(coupling: Doubles, diagonal: Doubles, link: float) -> Doubles:
    """Information about positions that the deviations' uncertainty takes away, (Y * 2 D, Y * 2 D)."""
    years, width = coupling.shape[1:]
    voted = coupling.any(axis=(1, 2))
    coupling, diagonal = coupling[voted], diagonal[voted]
    matrix = np.zeros((len(coupling), years, years))
    steps = np.arange(years)
    matrix[:, steps, steps] = diagonal
    matrix[:, steps[1:], steps[:-1]] = matrix[:, steps[:-1], steps[1:]] = -link
    inverse = np.linalg.inv(matrix) if len(matrix) else matrix
    flat = coupling.transpose(1, 2, 0)
    turned = flat.transpose(0, 2, 1)
    lost = np.empty((years, width, years, width))
    for y in range(years):
        scaled = flat[y][None] * inverse[:, y, :].T[:, None, :]
        lost[y] = (scaled @ turned).transpose(1, 0, 2)
    return lost.reshape(years * width, years * width)


def walk_matrix(periods: int, dims: int, variance: float, entry_sd: float) -> Doubles:
    """Precision of a random walk over consecutive periods, (T D, T D), starting from N(0, entry_sd^2)."""
    tri = np.zeros((periods, periods))
    steps = np.arange(periods - 1)
    tri[0, 0] = entry_sd**-2.0
    tri[steps, steps] += 1.0 / variance
    tri[steps + 1, steps + 1] += 1.0 / variance
    tri[steps, steps + 1] = tri[steps + 1, steps] = -1.0 / variance
    return np.asarray(np.kron(tri, np.eye(dims)), dtype=np.float64)


def chain_precision(sd: float, years: float) -> tuple[float, float, float]:
    """Link, end and inner diagonal of a yearly Ornstein-Uhlenbeck precision.

    Examples
    --------
    >>> link, end, inner = chain_precision(2.0, 10.0)
    >>> bool(np.isclose(np.linalg.inv([[end, -link], [-link, end]])[0, 0], 4.0))
    True
    """
    decay = float(np.exp(-1.0 / years))
    fresh = sd**2 * (1.0 - decay**2)
    return decay / fresh, 1.0 / fresh, (1.0 + decay**2) / fresh


@dataclass(frozen=True, slots=True)
class Bridge:
    """How a chain's mean in the years of a grid follows from its mean in the years it was fitted in.

    Attributes
    ----------
    left, right : ndarray of int64, shape (Y,)
        Fitted rows before and after each year of the grid.
    to_left, to_right : ndarray, shape (Y,)
        Their weights.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    to_left: Doubles
    to_right: Doubles


def bridge_chain(years: NDArray[np.int64], grid: NDArray[np.int64], length: float) -> Bridge:
    """Bridge from the years in which an Ornstein-Uhlenbeck chain was fitted to those of a grid.

    Parameters
    ----------
    years : ndarray of int64, shape (M,)
        Increasing.
    grid : ndarray of int64, shape (Y,)
    length : float
        Correlation length in years.

    Examples
    --------
    >>> bridge = bridge_chain(np.array([2000, 2002]), np.array([2000, 2001, 2030]), 10.0)
    >>> (bridge.to_left + bridge.to_right).round(2).tolist()
    [1.0, 1.0, 0.06]
    """
    after = np.searchsorted(years, grid)
    left = np.maximum(after - 1, 0)
    right = np.minimum(after, len(years) - 1)
    back = np.exp(-np.abs(grid - years[left]) / length)
    ahead = np.exp(-np.abs(years[right] - grid) / length)
    inside = (after > 0) & (after < len(years))
    across = np.where(inside, back * ahead, 0.0)
    whole = np.maximum(1.0 - across**2, 1e-12)
    return Bridge(
        left=left,
        right=right,
        to_left=np.where(inside, back * (1.0 - ahead**2) / whole, np.where(after > 0, back, 0.0)),
        to_right=np.where(inside, ahead * (1.0 - back**2) / whole, np.where(after > 0, 0.0, ahead)),
    )
