"""What is assumed before a vote is seen. The scale of everything is fixed here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Priors:
    """Hyper-parameters of the dynamic ordinal model; chosen by held-out votes (docs/validation/votes.md).

    Attributes
    ----------
    entry_sd : float
        Standard deviation of a position at the state's first vote, per dimension.
    walk_sd : float
        Standard deviation of a position's change over one year, per dimension.
    slope_sd : float
        Standard deviation of slopes over questions.
    slope_tie_sd : float
        Standard deviation of slopes of roll calls on one question around their mean.
    location_sd, location_tie_sd : float
        The same for the middle of the two cutpoints.
    gap_sd, gap_tie_sd : float
        The same for the logarithm of their distance.
    deviation_sd : float
        Stationary standard deviation of a state's deviation on one recurring question.
    deviation_years : float
        Correlation length of that deviation (Ornstein-Uhlenbeck), in years; 0 < length.
    periods_per_year : float
        Length of a year in units of the clock: 2 for half-years, 1 for years or sessions.
    """

    entry_sd: float = 0.6
    walk_sd: float = 0.35
    slope_sd: float = 1.3
    slope_tie_sd: float = 0.6
    location_sd: float = 1.5
    location_tie_sd: float = 1.2
    gap_sd: float = 1.6
    gap_tie_sd: float = 0.4
    deviation_sd: float = 1.75
    deviation_years: float = 40.0
    periods_per_year: float = 2.0
