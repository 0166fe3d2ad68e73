"""Draws for the sampler, one row of states at a time: uniforms, normals, Polya-Gamma precisions.

Given a Polya-Gamma variable for each logistic factor of the likelihood, the likelihood is Gaussian in the
linear predictor (Polson, Scott and Windle 2013, doi 10.1080/01621459.2013.829001). An ordinal vote is made
of such factors: yes is F(eta - upper), no is 1 - F(eta - lower), and an abstention is two, since::

    F(eta - lower) - F(eta - upper) = F(eta - lower) (1 - F(eta - upper)) (1 - exp(lower - upper))

Albert and Chib (1993, doi 10.1080/01621459.1993.10476321) draw a latent utility instead. Where a vote was to
be expected, as most are, it carries far more information than the vote it stands for, and the chain forgets
the slower for it: on the votes of the General Assembly effective sizes of agreement are half as large at the
same cost, the logistic taken as a mixture of normals. Exact Polya-Gamma draws are by rejection, which cannot
run over states side by side; here the defining sum of exponentials is cut after `TERMS`, and a uniform stands
for the rest with its mean and variance. The Laplace transform, which is the likelihood that results, is right
to .0002, and the mean, which is the score, to one part in 100,000.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from leeway.numerics.dynamic_irt.kernels import _FAST, _OPTIONS, F32, Floats

Bits = NDArray[np.uint32]

#: Exponentials of a Polya-Gamma draw; mean and width of the rest are polynomials in 5 / sqrt(25 + a).
TERMS = 5


@njit(inline="always", **_OPTIONS)
def exponential(x: np.float32) -> np.float32:
    """Exponential, relative error below 2e-7; the argument is held within 80 of zero (Cephes)."""
    x = min(max(x, F32(-80)), F32(80))
    k = np.floor(x * F32(1.44269504) + F32(0.5))
    r = x - k * F32(0.693359375) + k * F32(2.12194440e-4)
    p = F32(1.9875691500e-4)
    p = p * r + F32(1.3981999507e-3)
    p = p * r + F32(8.3334519073e-3)
    p = p * r + F32(4.1665795894e-2)
    p = p * r + F32(1.6666665459e-1)
    p = p * r + F32(5.0000001201e-1)
    power: np.float32 = np.int32((np.int32(k) + np.int32(127)) << np.int32(23)).view(np.float32)
    value: np.float32 = (p * r * r + r + F32(1)) * power
    return value


@njit(inline="always", **_OPTIONS)
def logarithm(x: np.float32) -> np.float32:
    """Natural logarithm of a positive normal number, error below 2e-7 (Cephes)."""
    bits = np.float32(x).view(np.int32)
    exponent = F32(np.int32(bits >> np.int32(23)) - np.int32(126))
    m = np.int32((bits & np.int32(0x007FFFFF)) | np.int32(0x3F000000)).view(np.float32)
    small = m < F32(0.70710678)
    exponent = exponent - (F32(1) if small else F32(0))
    m = (m + m if small else m) - F32(1)
    p = F32(7.0376836292e-2)
    p = p * m - F32(1.1514610310e-1)
    p = p * m + F32(1.1676998740e-1)
    p = p * m - F32(1.2420140846e-1)
    p = p * m + F32(1.4249322787e-1)
    p = p * m - F32(1.6668057665e-1)
    p = p * m + F32(2.0000714765e-1)
    p = p * m - F32(2.4999993993e-1)
    p = p * m + F32(3.3333331174e-1)
    square = m * m
    low = p * m * square - F32(0.5) * square - exponent * F32(2.12194440e-4)
    return m + low + exponent * F32(0.693359375)


@njit(fastmath=_FAST, **_OPTIONS)
def uniforms(bits: Bits, n: int, out: Floats) -> None:
    """Fill out[:n] with uniforms strictly between 0 and 1.

    Each column of `bits`, shape (4, S), is the state of one xoshiro128+ generator (Blackman and Vigna 2021).
    """
    for s in range(n):
        a, b, c, d = bits[0, s], bits[1, s], bits[2, s], bits[3, s]
        total = np.uint32(a + d)
        shifted = np.uint32(b << np.uint32(9))
        c = np.uint32(c ^ a)
        d = np.uint32(d ^ b)
        bits[1, s] = np.uint32(b ^ c)
        bits[0, s] = np.uint32(a ^ d)
        bits[2, s] = np.uint32(c ^ shifted)
        bits[3, s] = np.uint32(np.uint32(d << np.uint32(11)) | np.uint32(d >> np.uint32(21)))
        out[s] = (F32(np.int32(total >> np.uint32(9))) + F32(0.5)) * F32(2.0**-23)


@njit(fastmath=_FAST, **_OPTIONS)
def normals(bits: Bits, n: int, out: Floats) -> None:
    """Fill out[:n] with standard normals by inversion (Giles' single-precision inverse error function)."""
    uniforms(bits, n, out)
    for s in range(n):
        x = F32(2) * out[s] - F32(1)
        w = -logarithm(F32(4) * out[s] * (F32(1) - out[s]))
        v = w - F32(2.5)
        p = F32(2.81022636e-08)
        p = p * v + F32(3.43273939e-07)
        p = p * v + F32(-3.5233877e-06)
        p = p * v + F32(-4.39150654e-06)
        p = p * v + F32(0.00021858087)
        p = p * v + F32(-0.00125372503)
        p = p * v + F32(-0.00417768164)
        p = p * v + F32(0.246640727)
        p = p * v + F32(1.50140941)
        v = np.sqrt(max(w, F32(0))) - F32(3)
        q = F32(-0.000200214257)
        q = q * v + F32(0.000100950558)
        q = q * v + F32(0.00134934322)
        q = q * v + F32(-0.00367342844)
        q = q * v + F32(0.00573950773)
        q = q * v + F32(-0.0076224613)
        q = q * v + F32(0.00943887047)
        q = q * v + F32(1.00167406)
        q = q * v + F32(2.83297682)
        out[s] = F32(1.41421356) * x * (p if w < F32(5) else q)


@njit(fastmath=_FAST, **_OPTIONS)
def polya_gammas(tilt: Floats, n: int, bits: Bits, scratch: Floats, out: Floats) -> None:
    """Fill out[:n] with Polya-Gamma(1, tilt) draws: exponentials k over 2 pi^2 ((k - 1/2)^2 + a), summed.

    a is ``(tilt / 2 pi)^2``; the polynomials are least-squares fits to the sums from the sixth term on, for
    tilts up to 80.
    """
    scale = F32(0.025330295910584444)
    uniforms(bits, n, scratch)
    for s in range(n):
        w = F32(5) / np.sqrt(F32(25) + tilt[s] * tilt[s] * scale)
        mean = F32(0.11878648) + w * (F32(-0.05432816) + w * F32(0.01168938))
        mean = w * (F32(0.31304473) + w * (F32(-0.18984891) + w * mean))
        width = w * (F32(0.0891746) + w * (F32(0.15638669) + w * F32(-0.06891748)))
        out[s] = mean + (scratch[s] - F32(0.5)) * width
    for k in range(TERMS):
        uniforms(bits, n, scratch)
        level = F32((k + 0.5) ** 2)
        for s in range(n):
            out[s] -= logarithm(scratch[s]) / (level + tilt[s] * tilt[s] * scale)
    for s in range(n):
        out[s] *= F32(0.05066059182116889)


@njit(fastmath=_FAST, **_OPTIONS)
def first_tilts(
    votes: NDArray[np.int8], eta: Floats, lower: np.float32, upper: np.float32, n: int, out: Floats
) -> None:
    """Fill the argument of each vote's logistic factor, the lower one of an abstention."""
    for s in range(n):
        out[s] = eta[s] - (upper if votes[s] == 2 else lower)


@njit(fastmath=_FAST, **_OPTIONS)
def weigh_votes(
    votes: NDArray[np.int8], lower: np.float32, upper: np.float32, n: int, precision: Floats, pull: Floats
) -> None:
    """Pull of each vote on eta, given its first factor's precision; both are zero where no vote was seen."""
    for s in range(n):
        vote = votes[s]
        lean = F32(0.5) if vote == 2 else (F32(-0.5) if vote == 0 else F32(0))
        weight = precision[s] if vote >= 0 else F32(0)
        precision[s] = weight
        pull[s] = (lean if vote >= 0 else F32(0)) + weight * (upper if vote == 2 else lower)


@njit(**_OPTIONS)
def gaussian_row(
    votes: NDArray[np.int8],
    eta: Floats,
    lower: np.float32,
    upper: np.float32,
    n: int,
    bits: Bits,
    scratch: Floats,
    pull: Floats,
    precision: Floats,
) -> None:
    """Draw the Gaussian that stands for each vote's likelihood: ``pull * eta - precision * eta^2 / 2``.

    `scratch` has shape (3, S).
    """
    tilt, second, row = scratch[0], scratch[1], scratch[2]
    first_tilts(votes, eta, lower, upper, n, tilt)
    polya_gammas(tilt, n, bits, row, precision)
    weigh_votes(votes, lower, upper, n, precision, pull)
    abstained = 0
    for s in range(n):
        if votes[s] == 1:
            tilt[abstained] = eta[s] - upper
            abstained += 1
    if abstained == 0:
        return
    polya_gammas(tilt, abstained, bits, row, second)
    abstained = 0
    for s in range(n):
        if votes[s] == 1:
            precision[s] += second[abstained]
            pull[s] += second[abstained] * upper
            abstained += 1


@njit(fastmath=_FAST, **_OPTIONS)
def log_likelihood_row(
    votes: NDArray[np.int8], eta: Floats, lower: np.float32, upper: np.float32, n: int
) -> np.float32:
    """Log-likelihood of one roll call's votes."""
    apart = np.log(F32(1) - np.exp(lower - upper))
    far = F32(40)
    total = F32(0)
    for s in range(n):
        vote = votes[s]
        below = min(max(eta[s] - lower, -far), far)
        above = min(max(eta[s] - upper, -far), far)
        a = F32(1) + exponential(-below)
        b = F32(1) + exponential(above)
        linear = above if vote == 2 else (-below if vote == 0 else apart)
        under = (F32(1) if vote == 2 else a) * (F32(1) if vote == 0 else b)
        total += (linear - logarithm(under)) if vote >= 0 else F32(0)
    return total
