"""Which verdicts move when a threshold of the rule is halved or doubled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from . import ledger
from .verdict_rule import WORDS

FACTORS = (0.5, 2.0)


class Watched(dict):
    """Thresholds that remember which of them were asked for."""

    def __init__(self, limits: Mapping[str, float]):
        super().__init__(limits)
        self.used: set[str] = set()

    def __getitem__(self, name: str) -> float:
        self.used.add(name)
        return super().__getitem__(name)


@dataclass(frozen=True)
class Move:
    """A verdict that changes when one threshold is multiplied by ``factor``."""

    threshold: str
    factor: float
    claim: str
    before: str
    after: str


def moves(ev, *, factors: tuple[float, ...] = FACTORS) -> list[Move]:
    """Every verdict that another threshold would have given, in the order of thresholds and claims.

    A claim is judged again only for thresholds that its checks ask for, which gives the same result
    as judging all of them again.
    """
    limits = ledger.thresholds(ev)
    base: dict[str, str] = {}
    depends: dict[str, list] = {name: [] for name in limits}
    for claim in ev.claims:
        watched = Watched(limits)
        base[claim["id"]] = ledger.judge(ev, claim, limits=watched).decision.verdict
        for name in watched.used:
            depends[name].append(claim)
    found = []
    for name in limits:
        for factor in factors:
            changed = ledger.with_limit(limits, name, factor, ev.thresholds[name]["bounds"])
            for claim in depends[name]:
                after = ledger.judge(ev, claim, limits=changed).decision.verdict
                if after != base[claim["id"]]:
                    found.append(
                        Move(name, factor, claim["id"], WORDS[base[claim["id"]]], WORDS[after])
                    )
    return sorted(found, key=lambda m: (list(limits).index(m.threshold), m.factor, m.claim))
