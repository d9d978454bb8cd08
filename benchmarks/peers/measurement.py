"""Runs a case: the sides in turns, medians, the ratio table."""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from comparison import Case, Check, Comparison, Failure, Outcome, Side
from workbench import Workbench


@dataclass
class Row:
    """One figure of one case. `ratio` above 1 means that Assay is better."""

    case: str
    figure: str
    unit: str
    peer: str
    peer_values: list[float]
    assay_values: list[float]
    more_is_better: bool

    @property
    def ratio(self) -> float | None:
        if not self.peer_values or not self.assay_values:
            return None
        peer, assay = statistics.median(self.peer_values), statistics.median(self.assay_values)
        above, below = (assay, peer) if self.more_is_better else (peer, assay)
        return above / below if below > 0 else None


@dataclass
class Result:
    """What came of a case."""

    case: str
    rows: list[Row] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def measure(comparison: Comparison, case: Case, bench: Workbench) -> Result:
    """Peer and Assay one after the other, as often as there are turns."""
    result = Result(case.name)
    outcomes: dict[str, list[Outcome]] = {side.label: [] for side in [*case.peers, case.assay]}
    turns = bench.turns if case.is_timed else 1
    for turn in range(turns):
        for side in [*case.peers, case.assay]:
            if turn > 0 and side.is_alternative and _is_slower(side, case, outcomes):
                continue
            print(f"{comparison.name}: {case.name}: {side.label}, {turn + 1} of {turns}", file=sys.stderr, flush=True)
            folder = bench.fresh_folder(comparison.name, _file_name(case.name), _file_name(side.label))
            outcome = side.run(folder)
            if outcome.note and outcome.note not in result.notes:
                result.notes.append(outcome.note)
            outcomes[side.label].append(outcome)
    for peer in case.peers:
        if 0 < len(outcomes[peer.label]) < turns:
            result.notes.append(f"{peer.label}: one turn only: slower than the others, or without a result")
    load = os.getloadavg()[0]
    if load > bench.threads + 1:
        result.notes.append(f"the machine was busy: load {load:.1f}, of which these programs make {bench.threads}")
    result.rows = _rows(case, outcomes)
    result.checks = case.checks({label: all[0] for label, all in outcomes.items() if all})
    return result


def _is_slower(side: Side, case: Case, outcomes: dict[str, list[Outcome]]) -> bool:
    """Whether another setting of the peer did better in the first turn, by the case's first figure."""
    figure = case.figures[0]

    def first(label: str) -> float | None:
        return outcomes[label][0].figures.get(figure.key)

    own = first(side.label)
    others = [v for p in case.peers if p.label != side.label and (v := first(p.label)) is not None]
    if own is None or not others:
        return own is None
    return own < max(others) if figure.more_is_better else own > min(others)


def _rows(case: Case, outcomes: dict[str, list[Outcome]]) -> list[Row]:
    def values(label: str, key: str) -> list[float]:
        return [o.figures[key] for o in outcomes[label] if key in o.figures]

    best = _best(case, values)
    return [
        Row(
            case.name, figure.label, figure.unit, peer.label + (", the better" if peer.label == best else ""),
            values(peer.label, figure.key), values(case.assay.label, figure.key), figure.more_is_better)
        for peer in case.peers
        for figure in case.figures
    ]


def _best(case: Case, values: Callable[[str, str], list[float]]) -> str | None:
    """Of several settings of the peer, the one with the better median of the case's first figure."""
    if len(case.peers) < 2 or not case.figures:
        return None
    figure = case.figures[0]
    medians = {p.label: statistics.median(v) for p in case.peers if (v := values(p.label, figure.key))}
    choose = max if figure.more_is_better else min
    return choose(medians, key=medians.__getitem__) if medians else None


def _file_name(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-." else "-" for c in text)


def failed(where: str, error: Failure) -> Result:
    """A case that could not be run to its end counts as one whose results do not agree."""
    return Result(where, checks=[Check("ran", False, str(error))])
