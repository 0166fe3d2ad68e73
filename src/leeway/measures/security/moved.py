"""Who moved: which of the two left the bloc, lost its allies, bought elsewhere or sold less.

The change of each leg is given to one side by what that side did with everybody else. An obligation that both
ended, and both kept with everybody else, is nobody's move: it goes to the third part.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Parts = tuple[float, float, float]


def by_blocs(before: Doubles, after: Doubles, change: float) -> Parts:
    """Parts of a change in blocs in common.

    Parameters
    ----------
    before, after : ndarray, shape (O, 2)
        Weights of the state and of its partner in each bloc compared.
    change : float
        Change of the share.

    Returns
    -------
    tuple of three floats
        The state, its partner, and blocs that began or ended for both at once.
    """
    turned = after - before
    joint = np.minimum(after[:, 0], after[:, 1]) - np.minimum(before[:, 0], before[:, 1])
    towards = np.sign(change)
    both = (turned[:, 0] * towards > 0) & (turned[:, 1] * towards > 0)
    size = np.abs(joint)
    alone = [float((size * ((turned[:, side] * towards > 0) & ~both)).sum()) for side in (0, 1)]
    return _shared_out((alone[0], alone[1], float((size * both).sum())), change)


def by_others(before: Doubles, after: Doubles, change: float) -> Parts:
    """Parts of a change in obligations, by what each side's obligations to all others did.

    Parameters
    ----------
    before, after : ndarray, shape (2, S)
        Levels of the state and of its partner towards every other state; NaN for the two themselves and where
        not known.
    change : float
        Change of the pair's level.
    """
    towards = np.sign(change)
    bound = (np.nan_to_num(before) > 0) | (np.nan_to_num(after) > 0)
    moves = np.where(bound, np.nan_to_num(after - before) * towards, 0.0)
    own = [
        float(np.clip(side.sum() / max(int(count), 1), 0.0, None))
        for side, count in zip(moves, bound.sum(axis=1), strict=True)
    ]
    return _shared_out((own[0], own[1], 0.0), change)


def by_market(share: tuple[float, float], elsewhere: tuple[float, float], change: float) -> Parts:
    """Parts of a change in a share of arms imports: the buyer's choice, and what the seller did everywhere.

    Parameters
    ----------
    share : tuple of two floats
        Share of the seller in the buyer's imports, before and after.
    elsewhere : tuple of two floats
        Share of the seller in the imports of all others, before and after.
    change : float
        Change that is to be shared out.

    Returns
    -------
    tuple of three floats
        Buyer, seller, and nothing.
    """
    if elsewhere[0] <= 0.0 or share[1] == share[0]:
        return change, 0.0, 0.0
    expected = min(share[0] * elsewhere[1] / elsewhere[0], 1.0) - share[0]
    sold = float(np.clip(expected / (share[1] - share[0]), 0.0, 1.0))
    return change * (1.0 - sold), change * sold, 0.0


def _shared_out(weights: tuple[float, float, float], change: float) -> Parts:
    total = sum(weights)
    if total == 0.0:
        return 0.0, 0.0, change
    return change * weights[0] / total, change * weights[1] / total, change * weights[2] / total
