"""The gate: NeMo Evaluator's `nel gate`, errorbars, and `assay gate`, on the same suites."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from comparison import Case, Check, Comparison, Failure, Outcome, Side
from drawn_suites import Answers, Kind, Pair, write_bundles, write_run
from environments import GATES
from workbench import Workbench

MARGIN = 0.02
ALPHA = 0.05
TOLERANCE = 1e-9
# What `assay gate` says by its exit code.
SAYS = {0: "green", 2: "red", 3: "cannot tell"}
KINDS = [
    Kind("nothing changed, 9 tasks", 9, 0.9),
    Kind("nothing changed, 20 tasks", 20, 0.9),
    Kind("one task of 9 worse by 10 points", 9, 0.9, first=0.10),
    Kind("all of 9 tasks worse by 3 points", 9, 0.9, all=0.03),
]


def traps() -> dict[str, Pair]:
    """Pairs that no gate may call green."""
    # So alike that whoever looks at the answers alone is sure.
    pair = Kind("trap", 1, 0.999).draw(0)
    old, new = pair.reference[0], pair.candidate[0]
    other = Answers(new.task, [text + ", asked in other words" for text in new.asked], new.right)
    part = Answers(new.task, new.asked[:60], new.right[:60])
    return {
        "two empty folders": Pair([], []),
        "the candidate lacks the only benchmark": Pair([old], []),
        "the candidate was asked other prompts": Pair([old], [other]),
        f"the candidate has 60 of {len(old.right)} items": Pair([old], [part]),
    }


@dataclass(frozen=True)
class Work:
    """Pairs of runs, written for both."""

    bench: Workbench
    name: str
    pairs: list[Pair]

    def folders(self, kind: str) -> list[tuple[Path, Path]]:
        root = self.bench.fresh_folder("gating-suites", kind, str(abs(hash(self.name))))
        write = write_run if kind == "assay" else write_bundles
        folders = []
        for number, pair in enumerate(self.pairs):
            both = root / f"{number}/reference", root / f"{number}/candidate"
            for folder, tasks in zip(both, (pair.reference, pair.candidate)):
                write(folder, tasks) if tasks else folder.mkdir(parents=True)
            folders.append(both)
        return folders

    def peers(self, out: Path) -> Outcome:
        pairs = [[str(old), str(new)] for old, new in self.folders("peer")]
        (out / "job.json").write_text(json.dumps({"pairs": pairs, "margin": MARGIN, "required": []}))
        self.bench.run_peer(
            "gate_suites.py", out / "job.json", out / "result.json", log=out / "log.txt", python=GATES.python())
        return Outcome({}, json.loads((out / "result.json").read_text()))

    def assay(self, out: Path) -> Outcome:
        folders = self.folders("assay")
        said = [SAYS[self.gate(pair, out)] for pair in folders]
        # The first suite once more by the exact test, whose numbers errorbars has, too.
        report = out / "gate.json"
        if self.pairs[0].reference and self.pairs[0].candidate:
            self.gate(folders[0], out, "--set", "exact=true", "--json", report)
        numbers = json.loads(report.read_text()) if report.exists() else None
        return Outcome({}, {"says": said, "numbers": numbers})

    def gate(self, pair: tuple[Path, Path], out: Path, *more: object) -> int:
        command = [self.bench.assay, "gate", *pair, "--set", f"margin={MARGIN}", "--set", f"alpha={ALPHA}", *more]
        ended = subprocess.run([str(word) for word in command], capture_output=True, env=self.bench.environment)
        (out / "log.txt").write_bytes(ended.stdout + ended.stderr)
        if ended.returncode not in SAYS:
            raise Failure("assay gate", f"ended with {ended.returncode}", ended.stderr.decode(errors="replace"))
        return ended.returncode

    def case(self, check) -> Case:
        def checks(done: dict[str, Outcome]) -> list[Check]:
            ours = done["Assay"].data["says"]
            theirs = done[PEERS].data
            shares = "; ".join(
                f"{name} " + ", ".join(f"{count} {says}" for says, count in Counter(all).most_common())
                for name, all in [
                    ("Assay", ours), ("nel gate", [one["nel"] for one in theirs]),
                    ("errorbars, each task by itself", [one["errorbars"]["says"] for one in theirs])])
            return [check(ours, shares), *numbers(done["Assay"].data["numbers"], theirs[0]["errorbars"]["numbers"])]

        return Case(
            self.name, [Side(PEERS, self.peers)], Side("Assay", self.assay), checks=checks, figures=[],
            is_timed=False)


PEERS = "nel gate and errorbars"


def numbers(report: dict | None, theirs: dict) -> list[Check]:
    """Difference and exact two-sided p of each task of the first suite."""
    if report is None:
        return []
    rows = {c["task"].split("@")[0]: c for c in report.get("comparisons", []) if c["metric"] == "acc"}
    both = sorted(set(rows) & set(theirs))
    if not both:
        return []
    farthest = {
        key: max(abs(rows[name][ours] - theirs[name][key]) for name in both)
        for key, ours in [("difference", "difference"), ("exact", "p_two_sided")]
    }
    return [Check(
        f"differences and exact p within {TOLERANCE:.0e}", all(v <= TOLERANCE for v in farthest.values()),
        f"{len(both)} tasks; farthest {farthest['difference']:.1e} and {farthest['exact']:.1e}")]


def unchanged(ours: list[str], shares: str) -> Check:
    most = ALPHA * len(ours) + 3 * (ALPHA * (1 - ALPHA) * len(ours)) ** 0.5
    red = ours.count("red")
    return Check(f"red at most {most:.0f} times of {len(ours)}, where nothing changed", red <= most, shares)


def worse(ours: list[str], shares: str) -> Check:
    return Check(f"red more often than not, of {len(ours)}", 2 * ours.count("red") > len(ours), shares)


def trap(ours: list[str], shares: str) -> Check:
    return Check("never green", "green" not in ours, shares)


def prepare(bench: Workbench) -> list[Case]:
    count = 20 if bench.quick else 100
    cases = [Work(bench, name, [pair]).case(trap) for name, pair in traps().items()]
    for kind in KINDS:
        check = worse if kind.first or kind.all else unchanged
        cases.append(Work(bench, kind.name, [kind.draw(number) for number in range(count)]).case(check))
    return cases


COMPARISON = Comparison(
    name="gating",
    peer="NeMo Evaluator's nel gate, errorbars",
    about=f"Suites that were drawn, of tasks with 100 to 1,000 items. Margin {MARGIN} for both gates; Assay's other "
    "settings are its defaults. errorbars has no gate: red where a task is worse at 5 % by its exact McNemar test.",
    needs=[],
    prepare=prepare,
    uses_peers=False,
)
