"""Suites that were drawn: what two models answered, item by item, in the files of each gate."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import dataclass
from pathlib import Path

# Items of a task: unequal, as benchmarks are.
SIZES = [400, 164, 1000, 100, 500, 817, 250, 300, 600]


@dataclass(frozen=True)
class Answers:
    """What one model made of one task: of each item what it was asked, and whether the answer was right."""

    task: str
    asked: list[str]
    right: list[int]
    # Of a benchmark that there is; else a name of its own.
    protocol: str = ""

    @property
    def id(self) -> str:
        return self.protocol or self.task + "@1"


@dataclass(frozen=True)
class Pair:
    """A reference and a candidate, one list of tasks each."""

    reference: list[Answers]
    candidate: list[Answers]


@dataclass(frozen=True)
class Kind:
    """How suites are drawn."""

    name: str
    tasks: int
    # Share of items that both answer alike whatever else.
    correlation: float
    # True drop of the first task, and of all.
    first: float = 0.0
    all: float = 0.0

    def draw(self, number: int) -> Pair:
        draws = random.Random(f"{self.name} {number}")
        reference, candidate = [], []
        for task in range(self.tasks):
            count, accuracy = SIZES[task % len(SIZES)], 0.45 + 0.04 * (task % 9)
            drop = self.all + (self.first if task == 0 else 0)
            old, new = [], []
            for _ in range(count):
                common = draws.random() < accuracy
                alike = draws.random() < self.correlation
                old.append(int(common if alike else draws.random() < accuracy))
                # Of what would be right a part is lost.
                right = common if alike else draws.random() < accuracy
                new.append(int(right and draws.random() >= drop / accuracy))
            asked = [f"t{task} {item}" for item in range(count)]
            reference.append(Answers(f"t{task}", asked, old))
            candidate.append(Answers(f"t{task}", asked, new))
        return Pair(reference, candidate)


def write_run(folder: Path, tasks: list[Answers]) -> None:
    """A finished run of Assay, with its seal; its answers are its name."""
    folder.mkdir(parents=True)
    lines = []
    for task in tasks:
        head = {"task": task.id, "name": task.task, "aggregation": "micro",
                "metrics": [{"name": "acc", "filter": "none"}], "samples": 1, "items": len(task.right)}
        lines.append(json.dumps(head))
        for item, (asked, right) in enumerate(zip(task.asked, task.right)):
            lines.append(json.dumps({"item": str(item), "ask": _sha(asked)[:32], "scores": [right]}))
    body = "\n".join(lines) + "\n"
    identity = {
        "assay": "0", "model": {}, "limit": None, "seed": 0,
        "tasks": {t.id: {"version": 1, "bos": "on", "items": len(t.right)} for t in tasks},
    }
    circumstances = {"model": folder.name, "adapters": [], "data": "drawn", "miniatures": False}
    files = {
        "items.jsonl": body, "journal.jsonl": "{}\n", "results.json": "{}", "digest": _sha(body) + "\n",
        "run.json": json.dumps({"format": 1, "identity": identity, "circumstances": circumstances}),
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    seal = json.dumps({"format": 1, "files": {name: _sha(text) for name, text in sorted(files.items())}}, indent=2)
    seal = seal[:-2] + ',\n  "record_sha256": "'
    (folder / "seal.json").write_text(seal + _sha(seal) + '"\n}\n')


def write_bundles(folder: Path, tasks: list[Answers]) -> None:
    """The folder of a run as NeMo Evaluator leaves it: a bundle and the results of its items for each benchmark."""
    folder.mkdir(parents=True)
    for task in tasks:
        below = folder / task.task
        below.mkdir()
        score = {"mean_reward": {"value": sum(task.right) / max(len(task.right), 1)}}
        bundle = {"run_id": folder.name, "config": {}, "benchmark": {
            "name": task.task, "samples": len(task.right), "scores": score}}
        (below / "eval-drawn.json").write_text(json.dumps(bundle))
        (below / "results.jsonl").write_text("".join(
            json.dumps({"problem_idx": item, "repeat": 0, "prompt": asked, "reward": float(right)}) + "\n"
            for item, (asked, right) in enumerate(zip(task.asked, task.right))))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
