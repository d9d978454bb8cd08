"""What a comparison is made of: cases, the sides that run them, and what must agree."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class Failure(Exception):
    """An error for people: where, what, and what would have been right."""

    def __init__(self, where: str, what: str, expected: str = ""):
        super().__init__(f"error: {where}: {what}" + (f"\n       {expected}" if expected else ""))


@dataclass(frozen=True)
class Figure:
    """Something measured; `key` names it in the sides' outcomes."""

    key: str
    label: str
    unit: str
    more_is_better: bool = False


WALL = Figure("wall", "end to end", "s")
CPU = Figure("cpu", "processor time", "s")
PEAK = Figure("peak", "peak memory", "MB")


@dataclass
class Outcome:
    """What one run of one side gave. A figure that it lacks is said to be missing in the table."""

    figures: dict[str, float]
    data: Any = None
    note: str = ""


@dataclass(frozen=True)
class Side:
    """One of the programs, ready to run. It is given an empty folder for what it writes."""

    label: str
    run: Callable[[Path], Outcome]
    # Left out of later turns where another peer was faster in the first.
    is_alternative: bool = False


@dataclass(frozen=True)
class Check:
    """A statement about both sides' results that holds or does not, with the number it was decided by."""

    what: str
    holds: bool
    detail: str


@dataclass(frozen=True)
class Case:
    """The same work for one or several settings of the peer, and for Assay."""

    name: str
    peers: list[Side]
    assay: Side
    # By label, of the first turn. A side whose run gave no result is missing.
    checks: Callable[[dict[str, Outcome]], list[Check]] = lambda outcomes: []
    figures: list[Figure] = field(default_factory=lambda: [WALL, CPU, PEAK])
    # Runs of a case that is there for its checks are not repeated.
    is_timed: bool = True


@dataclass(frozen=True)
class Comparison:
    """A peer, and the cases that it shares with Assay."""

    name: str
    peer: str
    about: str
    # Below the shared folder; where one is missing the comparison is skipped.
    needs: list[str]
    # Makes what both sides need, and the cases. It is given the workbench.
    prepare: Callable[[Any], list[Case]]
    # Whether it runs with the packages of requirements.txt, which are large.
    uses_peers: bool = True


def relative(ours: float, theirs: float) -> float:
    """The difference of two numbers relative to the peer's; infinite where one is no number."""
    difference = abs(ours - theirs) / max(abs(theirs), 1e-30)
    return math.inf if math.isnan(difference) else difference
