"""Changes between two spans: of one pair with who moved, and of all pairs at once."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.line import Attribution, PairChanges
from leeway.measures.security.arms import larger_share
from leeway.measures.security.moved import Parts, by_blocs, by_market, by_others
from leeway.measures.security.pair import Arrays

Doubles = NDArray[np.float64]
_HIGHEST = 3.0


def _mean(values: Doubles) -> Doubles:
    """Mean over the last axis of what is known; NaN where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=-1)
    total = np.where(known, values, 0.0).sum(axis=-1)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))


def attribution(arrays: Arrays, state: str, partner: str, before: range, after: range) -> Attribution | None:
    """Split the change of the line between two spans among the two and neither.

    Returns
    -------
    Attribution or None
        None where no kind of tie is known in both spans, or nothing changed.
    """
    found: list[Parts] = []
    for parts in (_alliances, _blocs, _arms):
        told = parts(arrays, state, partner, before, after)
        if told is not None:
            found.append(told)
    if not found:
        return None
    own, other, neither = (float(part) for part in np.mean(found, axis=0))
    change = own + other + neither
    if change == 0.0:
        return None
    return Attribution(
        change=change,
        state=own,
        partner=other,
        agenda=neither,
        state_sd=0.05,
        partner_sd=0.05,
        agenda_sd=0.0,
    )


def _alliances(arrays: Arrays, state: str, partner: str, before: range, after: range) -> Parts | None:
    level = [_mean(arrays.levels(state, partner, span)) / _HIGHEST for span in (before, after)]
    if np.isnan(level).any() or not any(value > 0 for value in level):
        return None
    change = float(level[1] - level[0])
    if change == 0.0:
        return 0.0, 0.0, 0.0
    with_others = [
        np.array(
            [
                [
                    np.nan if other in (state, partner) else float(_mean(arrays.levels(one, other, span)))
                    for other in arrays.tables.states
                ]
                for one in (state, partner)
            ]
        )
        for span in (before, after)
    ]
    return by_others(with_others[0], with_others[1], change)


def _blocs(arrays: Arrays, state: str, partner: str, before: range, after: range) -> Parts | None:
    rows = [arrays.tables.number[one] for one in (state, partner)]
    weights = [arrays.bloc_weights(span)[:, rows].astype(np.float64) for span in (before, after)]
    known = ~np.isnan(weights[0]).any(axis=(1, 2)) & ~np.isnan(weights[1]).any(axis=(1, 2))
    first, last = (_mean(values[known]) for values in weights)
    joint = [values[known].min(axis=1) for values in weights]
    most = float(np.maximum(*(values.max(axis=-1, initial=0.0) for values in joint)).sum())
    if not most:
        return None
    return by_blocs(first, last, float((joint[1].mean(axis=-1) - joint[0].mean(axis=-1)).sum()) / most)


def _arms(arrays: Arrays, state: str, partner: str, before: range, after: range) -> Parts | None:
    """The change of the larger share; the direction in which more was delivered decides whose it is."""
    ways = ((state, partner), (partner, state))
    each = [[_mean(arrays.arms_of(*way, span)[0]) for span in (before, after)] for way in ways]
    first, last = larger_share(np.array(each))
    if np.isnan([first, last]).any() or not max(first, last) > 0:
        return None
    if first == last:
        return 0.0, 0.0, 0.0
    _, buyer, seller, share = max(
        (float(np.nanmax(shares)), *way, tuple(map(float, shares)))
        for way, shares in zip(ways, each, strict=True)
        if not np.isnan(shares).any()
    )
    elsewhere = tuple(_elsewhere(arrays, seller, buyer, span) for span in (before, after))
    by_buyer, by_seller, _ = by_market(
        (share[0], share[1]), (elsewhere[0], elsewhere[1]), float(last - first)
    )
    return (by_buyer, by_seller, 0.0) if buyer == state else (by_seller, by_buyer, 0.0)


def _elsewhere(arrays: Arrays, seller: str, buyer: str, span: range) -> float:
    """Mean share of a seller in the imports of everybody but one buyer."""
    years = pl.col("year").is_between(span.start, span.stop - 1) & (pl.col("recipient") != buyer)
    rows = arrays.arms.filter(years)
    stated = rows.filter(pl.col("supplier") == "").height
    sold = rows.filter(pl.col("supplier") == seller)["share"].sum()
    return float(sold) / stated if stated else 0.0


def all_changes(arrays: Arrays, before: range, after: range, partner: str | None = None) -> PairChanges:
    """The change of every pair that had a tie, between the means of two spans."""
    size = len(arrays.tables.states)
    legs = [
        _alliance_matrices(arrays, before, after),
        _bloc_matrices(arrays, before, after),
        _arms_matrices(arrays, before, after),
    ]
    total, variance, count = np.zeros((size, size)), np.zeros((size, size)), np.zeros((size, size))
    for first, last, noise in legs:
        counts = ~np.isnan(first) & ~np.isnan(last) & (np.fmax(first, last) > 0)
        total += np.where(counts, np.nan_to_num(last - first), 0.0)
        variance += np.where(counts, np.nan_to_num(noise), 0.0)
        count += counts
    rows, columns = np.triu_indices(size, 1)
    kept = count[rows, columns] > 0
    if partner is not None:
        number = arrays.tables.number[partner]
        kept &= (rows == number) | (columns == number)
    rows, columns = rows[kept], columns[kept]
    number_of_legs = count[rows, columns]
    states = arrays.tables.states
    return PairChanges(
        states=tuple(states[row] for row in rows),
        partners=tuple(states[column] for column in columns),
        mean=total[rows, columns] / number_of_legs,
        sd=np.sqrt(variance[rows, columns]) / number_of_legs,
    )


Matrices = tuple[Doubles, Doubles, Doubles]


def _alliance_matrices(arrays: Arrays, before: range, after: range) -> Matrices:
    size, number = len(arrays.tables.states), arrays.tables.number
    pairs = [(number[one], number[other]) for one, other in arrays.level]
    rows, partners = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    levels = np.array(list(arrays.level.values())).reshape(-1, len(arrays.level_years))
    found = [np.full((size, size), np.nan) for _ in range(2)]
    for matrix, span in zip(found, (before, after), strict=True):
        years = [year for year in span if year in arrays.level_years]
        if not years:
            continue
        spans = [arrays.system(state) for state in arrays.tables.states]
        inside = np.array([[one is not None and one[0] <= year <= one[1] for year in years] for one in spans])
        matrix[(inside[:, None] & inside[None]).any(axis=-1)] = 0.0
        columns = slice(years[0] - arrays.level_years.start, years[-1] - arrays.level_years.start + 1)
        known = inside[rows] & inside[partners]
        told = _mean(np.where(known, levels[:, columns] / _HIGHEST, np.nan))
        matrix[rows, partners] = matrix[partners, rows] = told
    return found[0], found[1], np.zeros((size, size))


def _bloc_matrices(arrays: Arrays, before: range, after: range) -> Matrices:
    size = len(arrays.tables.states)
    spans = [np.ascontiguousarray(np.moveaxis(arrays.bloc_weights(span), -1, 0)) for span in (before, after)]
    known = np.full(spans[0].shape[1:], fill_value=all(len(values) for values in spans))
    for values in spans:
        known &= ~np.isnan(values).any(axis=0)
    common = known.sum(axis=1) > 1
    known, weights = known[common], [np.where(known, values, 0.0)[:, common] for values in spans]
    found = [np.full((size, size), np.nan) for _ in range(2)]
    for one in range(size):
        both_known = known & known[:, [one]]
        joint = [np.where(both_known, np.minimum(values, values[:, :, [one]]), 0.0) for values in weights]
        most = np.maximum(*(values.max(axis=0, initial=0.0) for values in joint)).sum(axis=0)
        for matrix, values in zip(found, joint, strict=True):
            matrix[one] = values.sum(axis=(0, 1)) / (max(len(values), 1) * np.where(most > 0, most, 1.0))
            matrix[one][~both_known.any(axis=0)] = np.nan
    return found[0], found[1], np.zeros((size, size))


def _arms_matrices(arrays: Arrays, before: range, after: range) -> Matrices:
    """Larger of the two shares. They are summed in the order of the table, so as to be the same each time."""
    size = len(arrays.tables.states)
    sold = arrays.sales
    both, noise = [], np.zeros((size, size))
    for span in (before, after):
        inside = (sold.year >= span.start) & (sold.year < span.stop)
        stated, each = inside & (sold.supplier < 0), inside & (sold.supplier >= 0)
        buyer, pair = sold.recipient[stated], sold.recipient[each] * size + sold.supplier[each]
        years = np.bincount(buyer, minlength=size)
        worth = np.bincount(buyer, sold.effective[stated], minlength=size) / np.maximum(years, 1)
        worth = np.where(years > 0, worth, 1.0)
        shares = np.zeros(size * size, dtype=np.float32)
        np.add.at(shares, pair, sold.share[each])
        whole = shares.reshape(size, size).astype(np.float64)
        bought = np.where(years[:, None] > 0, whole / np.maximum(years, 1)[:, None], np.nan)
        spread = np.nan_to_num(bought * (1.0 - bought)) / (worth[:, None] + 1.0)
        larger = np.nan_to_num(bought, nan=-1.0) >= np.nan_to_num(bought.T, nan=-1.0)
        both.append(np.stack([bought, bought.T]))
        noise += np.where(larger, spread, spread.T)
    means = larger_share(np.stack(both, axis=-1))
    return means[..., 0], means[..., 1], noise
