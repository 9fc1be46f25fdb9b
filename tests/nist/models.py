"""Models of the certified nonlinear problems, in the published parameters.

Each takes ``(x, b)`` and returns n values. Their Jacobians are those of complex steps (Squire &
Trapp 1998, SIAM Review 40, 110-112), exact to the last digit for functions such as these.
"""

import math

import numpy as np

STEP = 1e-200


def jacobian(model):
    """Return the n by k Jacobian of a model as a function of ``(x, b)``."""

    def slopes(x, b):
        steps = np.asarray(b, dtype=float) + STEP * 1j * np.eye(len(b))
        return (
            np.column_stack([np.broadcast_to(model(x, one).imag, len(x)) for one in steps]) / STEP
        )

    return slopes


def _saturating(x, b):
    return b[0] * -np.expm1(-b[1] * x)


def _chwirut(x, b):
    return np.exp(-b[0] * x) / (b[1] + b[2] * x)


def _lanczos(x, b):
    return sum(b[i] * np.exp(-b[i + 1] * x) for i in (0, 2, 4))


def _rat42(x, b):
    return b[0] / (1.0 + np.exp(b[1] - b[2] * x))


def _rat43(x, b):
    return b[0] * (1.0 + np.exp(b[1] - b[2] * x)) ** (-1.0 / b[3])


def _thurber(x, b):
    above = b[0] + x * (b[1] + x * (b[2] + x * b[3]))
    return above / (1.0 + x * (b[4] + x * (b[5] + x * b[6])))


def _mgh09(x, b):
    return b[0] * (x**2 + x * b[1]) / (x**2 + x * b[2] + b[3])


def _mgh10(x, b):
    return b[0] * np.exp(b[1] / (x + b[2]))


def _mgh17(x, b):
    return b[0] + b[1] * np.exp(-x * b[3]) + b[2] * np.exp(-x * b[4])


def _eckerle(x, b):
    return b[0] / b[1] * np.exp(-0.5 * ((x - b[2]) / b[1]) ** 2)


def _misra1b(x, b):
    return b[0] * (1.0 - (1.0 + 0.5 * b[1] * x) ** -2)


def _misra1c(x, b):
    return b[0] * (1.0 - (1.0 + 2.0 * b[1] * x) ** -0.5)


def _misra1d(x, b):
    return b[0] * b[1] * x / (1.0 + b[1] * x)


def _bennett(x, b):
    return b[0] * (b[1] + x) ** (-1.0 / b[2])


def _power(x, b):
    return b[0] * x ** b[1]


def _waves(x, b):
    turn = 2.0 * math.pi * x
    f = b[0] + b[1] * np.cos(turn / 12.0) + b[2] * np.sin(turn / 12.0)
    for period, even, odd in ((b[3], b[4], b[5]), (b[6], b[7], b[8])):
        f = f + even * np.cos(turn / period) + odd * np.sin(turn / period)
    return f


def _peaks(x, b):
    f = b[0] * np.exp(-b[1] * x)
    for height, centre, width in (b[2:5], b[5:8]):
        f = f + height * np.exp(-(((x - centre) / width) ** 2))
    return f


def _kirby(x, b):
    return (b[0] + x * (b[1] + x * b[2])) / (1.0 + x * (b[3] + x * b[4]))


def _nelson(x, b):
    return b[0] - b[1] * x[:, 0] * np.exp(-b[2] * x[:, 1])


def _roszman(x, b):
    return b[0] - b[1] * x - np.arctan(b[2] / (x - b[3])) / math.pi


_VALUES = {
    "Bennett5": _bennett,
    "BoxBOD": _saturating,
    "Chwirut1": _chwirut,
    "Chwirut2": _chwirut,
    "DanWood": _power,
    "ENSO": _waves,
    "Eckerle4": _eckerle,
    "Gauss1": _peaks,
    "Gauss2": _peaks,
    "Gauss3": _peaks,
    "Hahn1": _thurber,
    "Kirby2": _kirby,
    "Lanczos1": _lanczos,
    "Lanczos2": _lanczos,
    "Lanczos3": _lanczos,
    "MGH09": _mgh09,
    "MGH10": _mgh10,
    "MGH17": _mgh17,
    "Misra1a": _saturating,
    "Misra1b": _misra1b,
    "Misra1c": _misra1c,
    "Misra1d": _misra1d,
    "Nelson": _nelson,
    "Rat42": _rat42,
    "Rat43": _rat43,
    "Roszman1": _roszman,
    "Thurber": _thurber,
}
#: Model and exact Jacobian by the name of the data set.
MODELS = {name: (model, jacobian(model)) for name, model in _VALUES.items()}
