"""Models of the certified nonlinear problems with exact Jacobians, in the published parameters.

Each pair takes ``(x, b)``: the model returns n values, its Jacobian an n by k matrix.
"""

from __future__ import annotations

import math

import numpy as np

__all__ = ["MODELS"]


def _columns(*columns) -> np.ndarray:
    return np.stack(np.broadcast_arrays(*columns), axis=1)


def _saturating(x, b):
    return b[0] * -np.expm1(-b[1] * x)


def _saturating_jacobian(x, b):
    return _columns(-np.expm1(-b[1] * x), b[0] * x * np.exp(-b[1] * x))


def _chwirut(x, b):
    return np.exp(-b[0] * x) / (b[1] + b[2] * x)


def _chwirut_jacobian(x, b):
    f, below = _chwirut(x, b), b[1] + b[2] * x
    return _columns(-x * f, -f / below, -x * f / below)


def _lanczos(x, b):
    return sum(b[i] * np.exp(-b[i + 1] * x) for i in (0, 2, 4))


def _lanczos_jacobian(x, b):
    columns = []
    for i in (0, 2, 4):
        decay = np.exp(-b[i + 1] * x)
        columns += [decay, -b[i] * x * decay]
    return _columns(*columns)


def _rat42(x, b):
    return b[0] / (1.0 + np.exp(b[1] - b[2] * x))


def _rat42_jacobian(x, b):
    share = 1.0 / (1.0 + np.exp(b[1] - b[2] * x))
    bend = b[0] * share * (1.0 - share)
    return _columns(share, -bend, bend * x)


def _rat43(x, b):
    return b[0] * (1.0 + np.exp(b[1] - b[2] * x)) ** (-1.0 / b[3])


def _rat43_jacobian(x, b):
    growth = np.exp(b[1] - b[2] * x)
    unit = (1.0 + growth) ** (-1.0 / b[3])
    bend = b[0] * unit / b[3] * growth / (1.0 + growth)
    return _columns(unit, -bend, bend * x, b[0] * unit * np.log1p(growth) / b[3] ** 2)


def _thurber(x, b):
    above = b[0] + x * (b[1] + x * (b[2] + x * b[3]))
    return above / (1.0 + x * (b[4] + x * (b[5] + x * b[6])))


def _thurber_jacobian(x, b):
    below = 1.0 + x * (b[4] + x * (b[5] + x * b[6]))
    f = _thurber(x, b)
    return _columns(
        *(x**power / below for power in range(4)),
        *(-f * x**power / below for power in range(1, 4)),
    )


def _mgh09(x, b):
    return b[0] * (x**2 + x * b[1]) / (x**2 + x * b[2] + b[3])


def _mgh09_jacobian(x, b):
    below = x**2 + x * b[2] + b[3]
    f = _mgh09(x, b)
    return _columns((x**2 + x * b[1]) / below, b[0] * x / below, -f * x / below, -f / below)


def _mgh10(x, b):
    return b[0] * np.exp(b[1] / (x + b[2]))


def _mgh10_jacobian(x, b):
    unit = np.exp(b[1] / (x + b[2]))
    f = b[0] * unit
    return _columns(unit, f / (x + b[2]), -f * b[1] / (x + b[2]) ** 2)


def _mgh17(x, b):
    return b[0] + b[1] * np.exp(-x * b[3]) + b[2] * np.exp(-x * b[4])


def _mgh17_jacobian(x, b):
    first, second = np.exp(-x * b[3]), np.exp(-x * b[4])
    return _columns(np.ones_like(first), first, second, -b[1] * x * first, -b[2] * x * second)


def _eckerle(x, b):
    return b[0] / b[1] * np.exp(-0.5 * ((x - b[2]) / b[1]) ** 2)


def _eckerle_jacobian(x, b):
    z = (x - b[2]) / b[1]
    f = _eckerle(x, b)
    return _columns(f / b[0], f * (z**2 - 1.0) / b[1], f * z / b[1])


def _misra1b(x, b):
    return b[0] * (1.0 - (1.0 + 0.5 * b[1] * x) ** -2)


def _misra1b_jacobian(x, b):
    base = 1.0 + 0.5 * b[1] * x
    return _columns(1.0 - base**-2, b[0] * x * base**-3)


def _misra1c(x, b):
    return b[0] * (1.0 - (1.0 + 2.0 * b[1] * x) ** -0.5)


def _misra1c_jacobian(x, b):
    base = 1.0 + 2.0 * b[1] * x
    return _columns(1.0 - base**-0.5, b[0] * x * base**-1.5)


def _misra1d(x, b):
    return b[0] * b[1] * x / (1.0 + b[1] * x)


def _misra1d_jacobian(x, b):
    base = 1.0 + b[1] * x
    return _columns(b[1] * x / base, b[0] * x / base**2)


def _bennett(x, b):
    return b[0] * (b[1] + x) ** (-1.0 / b[2])


def _bennett_jacobian(x, b):
    unit = (b[1] + x) ** (-1.0 / b[2])
    f = b[0] * unit
    return _columns(unit, -f / (b[2] * (b[1] + x)), f * np.log(b[1] + x) / b[2] ** 2)


def _power(x, b):
    return b[0] * x ** b[1]


def _power_jacobian(x, b):
    unit = x ** b[1]
    return _columns(unit, b[0] * unit * np.log(x))


def _waves(x, b):
    turn = 2.0 * math.pi * x
    f = b[0] + b[1] * np.cos(turn / 12.0) + b[2] * np.sin(turn / 12.0)
    for period, even, odd in ((b[3], b[4], b[5]), (b[6], b[7], b[8])):
        f = f + even * np.cos(turn / period) + odd * np.sin(turn / period)
    return f


def _waves_jacobian(x, b):
    turn = 2.0 * math.pi * x
    columns = [np.ones_like(turn), np.cos(turn / 12.0), np.sin(turn / 12.0)]
    for period, even, odd in ((b[3], b[4], b[5]), (b[6], b[7], b[8])):
        cos, sin = np.cos(turn / period), np.sin(turn / period)
        columns += [(even * sin - odd * cos) * turn / period**2, cos, sin]
    return _columns(*columns)


def _peaks(x, b):
    f = b[0] * np.exp(-b[1] * x)
    for height, centre, width in (b[2:5], b[5:8]):
        f = f + height * np.exp(-(((x - centre) / width) ** 2))
    return f


def _peaks_jacobian(x, b):
    decay = np.exp(-b[1] * x)
    columns = [decay, -b[0] * x * decay]
    for height, centre, width in (b[2:5], b[5:8]):
        z = (x - centre) / width
        peak = np.exp(-(z**2))
        bend = 2.0 * height * peak * z / width
        columns += [peak, bend, bend * z]
    return _columns(*columns)


def _kirby(x, b):
    return (b[0] + x * (b[1] + x * b[2])) / (1.0 + x * (b[3] + x * b[4]))


def _kirby_jacobian(x, b):
    below, f = 1.0 + x * (b[3] + x * b[4]), _kirby(x, b)
    return _columns(1.0 / below, x / below, x**2 / below, -f * x / below, -f * x**2 / below)


def _nelson(x, b):
    return b[0] - b[1] * x[:, 0] * np.exp(-b[2] * x[:, 1])


def _nelson_jacobian(x, b):
    part = x[:, 0] * np.exp(-b[2] * x[:, 1])
    return _columns(np.ones_like(part), -part, b[1] * part * x[:, 1])


def _roszman(x, b):
    return b[0] - b[1] * x - np.arctan(b[2] / (x - b[3])) / math.pi


def _roszman_jacobian(x, b):
    gap = x - b[3]
    square = math.pi * (gap**2 + b[2] ** 2)
    return _columns(np.ones_like(x), -x, -gap / square, -b[2] / square)


#: Model and exact Jacobian by the name of the data set.
MODELS = {
    "Bennett5": (_bennett, _bennett_jacobian),
    "BoxBOD": (_saturating, _saturating_jacobian),
    "Chwirut1": (_chwirut, _chwirut_jacobian),
    "Chwirut2": (_chwirut, _chwirut_jacobian),
    "DanWood": (_power, _power_jacobian),
    "ENSO": (_waves, _waves_jacobian),
    "Eckerle4": (_eckerle, _eckerle_jacobian),
    "Gauss1": (_peaks, _peaks_jacobian),
    "Gauss2": (_peaks, _peaks_jacobian),
    "Gauss3": (_peaks, _peaks_jacobian),
    "Hahn1": (_thurber, _thurber_jacobian),
    "Kirby2": (_kirby, _kirby_jacobian),
    "Lanczos1": (_lanczos, _lanczos_jacobian),
    "Lanczos2": (_lanczos, _lanczos_jacobian),
    "Lanczos3": (_lanczos, _lanczos_jacobian),
    "MGH09": (_mgh09, _mgh09_jacobian),
    "MGH10": (_mgh10, _mgh10_jacobian),
    "MGH17": (_mgh17, _mgh17_jacobian),
    "Misra1a": (_saturating, _saturating_jacobian),
    "Misra1b": (_misra1b, _misra1b_jacobian),
    "Misra1c": (_misra1c, _misra1c_jacobian),
    "Misra1d": (_misra1d, _misra1d_jacobian),
    "Nelson": (_nelson, _nelson_jacobian),
    "Rat42": (_rat42, _rat42_jacobian),
    "Rat43": (_rat43, _rat43_jacobian),
    "Roszman1": (_roszman, _roszman_jacobian),
    "Thurber": (_thurber, _thurber_jacobian),
}
