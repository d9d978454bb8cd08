"""The files of `assay report`: pandas, huggingface_hub and inspect_ai read them."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path

import process
from comparison import Case, Check, Comparison, Outcome, Side
from drawn_suites import Answers, write_run
from environments import REPORTS
from workbench import ROOT, Workbench

# Whole benchmarks, which alone are datasets of the hub, and one that is a part of one.
WHOLE = {"gsm8k": ("gsm8k@lm-eval", 1319), "race": ("race@3", 1045), "arc_challenge": ("arc_challenge@lm-eval", 1172)}
PART = {"openbookqa": ("openbookqa@lm-eval", 60)}
NAME = 'one: "a", b'
PEERS = "pandas, huggingface_hub, inspect_ai"


@dataclass(frozen=True)
class Work:
    """One report, and who reads it."""

    bench: Workbench
    kind: str

    def assay(self, out: Path) -> Outcome:
        files = self.bench.fresh_folder("reports", self.kind)
        getattr(self, self.kind)(files, out)
        return Outcome({}, {})

    def drawn(self, files: Path, out: Path) -> None:
        """Tables, a card and scores for the hub, of runs that were drawn."""
        for run, accuracy in [("one", 0.6), ("two", 0.5)]:
            tasks = []
            for task, (protocol, count) in (WHOLE | PART).items():
                draws = random.Random(f"{run} {task}")
                asked = [f"{task} {item}" for item in range(count)]
                tasks.append(Answers(task, asked, [int(draws.random() < accuracy) for _ in asked], protocol))
            write_run(files / run, tasks)
            (files / run / "timing.json").write_text(
                json.dumps({"sessions": [{"date": "2026-01-02T03:04:05Z", "seconds": 1.0}]}))
        self.report(
            out, f"{NAME}={files / 'one'}", files / "two", "--against", NAME, "--csv", files / "long.csv", "--wide-csv",
            files / "wide.csv", "--json", files / "report.json")
        self.report(
            out, f"{NAME}={files / 'one'}", "--model-card", files / "card.md", "--eval-results", files / "results.yaml",
            "--set", "card.license=mit", "--set", "card.languages=[en]", "--set", "card.base_models=[meta-llama/Llama-2-7b]")

    def logs(self, files: Path, out: Path) -> None:
        """Logs of a small model that answers the miniatures: choices, texts, programs."""
        process.run(
            [self.bench.assay, "score", "--model", ROOT / "worlds/base", "--tasks", "arc_easy,truthfulqa,gsm8k@lm-eval,humaneval@bigcode",
             "--limit", "8", "--threads", str(self.bench.threads), "--out", files / "run", "--quiet"],
            self.bench.environment, out / "score.txt")
        self.report(out, files / "run", "--inspect-log", files / "logs")

    def report(self, out: Path, *arguments: str | Path) -> None:
        process.run([self.bench.assay, "report", *arguments], self.bench.environment, out / "report.txt")

    def peers(self, out: Path) -> Outcome:
        # Files of now, not of an earlier time.
        self.assay(out)
        files = self.bench.work / "runs/reports" / self.kind
        self.bench.run_peer(
            "read_reports.py", self.kind, files, out / "result.json", log=out / "log.txt", python=REPORTS.python())
        return Outcome({}, json.loads((out / "result.json").read_text()))

    def case(self, name: str) -> Case:
        def checks(done: dict[str, Outcome]) -> list[Check]:
            return [Check(one["what"], one["holds"], one["detail"]) for one in done[PEERS].data]

        return Case(
            name, [Side(PEERS, self.peers)], Side("Assay", self.assay), checks=checks, figures=[], is_timed=False)


def prepare(bench: Workbench) -> list[Case]:
    return [
        Work(bench, "drawn").case("tables, a model card and .eval_results of runs that were drawn"),
        Work(bench, "logs").case("inspect logs of the small world's base on the miniatures"),
    ]


COMPARISON = Comparison(
    name="reports",
    peer=PEERS,
    about="Nothing is timed: whether other programs read the files of `assay report`, with the types and numbers that it has.",
    needs=[],
    prepare=prepare,
    uses_peers=False,
)
