"""Scoring: lm-evaluation-harness on torch, and `assay score`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from comparison import CPU, PEAK, WALL, Case, Comparison, Figure, Outcome, Side
from environments import site_packages
from harness_tasks import write_tasks
from middle_model import NAME, TOKENIZER, middle_model
from sample_agreement import agreement
from workbench import Workbench

STORIES = "data/models/stories260K-hf"
BATCH = 8
ALONE = Figure("alone", "start and load left out", "s")


@dataclass(frozen=True)
class Task:
    """The same protocol under the names of both, and how many items each model is asked."""

    protocol: str
    # The harness's task; mmlu stands for its subjects.
    name: str
    # Items (of each subject of MMLU): for equality on the small model, for speed on the large one, that with --quick.
    small: int
    large: int
    quick: int
    new_tokens: int | None = None


TASKS = [
    Task("arc_challenge@lm-eval", "arc_challenge", small=100, large=40, quick=8),
    Task("race@3", "race", small=20, large=8, quick=2),
    Task("truthfulqa_mc1@lm-eval", "truthfulqa_mc1", small=50, large=5, quick=2),
    Task("truthfulqa_mc2@lm-eval", "truthfulqa_mc2", small=50, large=5, quick=0),
    Task("mmlu@lm-eval", "mmlu", small=2, large=1, quick=0),
    Task("gsm8k@lm-eval", "gsm8k", small=10, large=4, quick=1, new_tokens=64),
]


@dataclass(frozen=True)
class Work:
    """One task, one model."""

    bench: Workbench
    model: Path
    task: Task
    limit: int
    # The harness's names of it.
    names: list[str]
    folder: Path
    has_bos: bool = True

    def peer(self, out: Path) -> Outcome:
        job = {
            "model": str(self.model), "tasks": self.names, "folder": str(self.folder), "limit": self.limit,
            "batch": BATCH, "bos": self.has_bos,
        }
        if self.task.new_tokens:
            job["new_tokens"] = self.task.new_tokens
        (out / "job.json").write_text(json.dumps(job))
        ran = self.bench.run_peer("run_harness.py", out / "job.json", out / "result.json", log=out / "log.txt")
        result = json.loads((out / "result.json").read_text())
        return Outcome(ran.figures | {"alone": result["seconds"]}, result)

    def assay(self, out: Path) -> Outcome:
        words = [
            "--model", self.model, "--data", self.bench.shared / "data", "--tasks", self.task.protocol,
            "--bos", "on" if self.has_bos else "off", "--limit", str(self.limit), "--out", out / "run",
        ]
        if self.task.new_tokens:
            words += ["--max-new-tokens", str(self.task.new_tokens)]
        ran = self.bench.run_assay("score", *words, log=out / "log.txt")
        results = json.loads((out / "run/results.json").read_text())
        data = {
            "metrics": {name: results["results"][name] for name in self.names},
            "items": {name: items(out / f"run/samples_{name}.jsonl") for name in self.names},
        }
        timing = json.loads((out / "run/timing.json").read_text())
        return Outcome(ran.figures | {"alone": sum(session["seconds"] for session in timing["sessions"])}, data)

    def case(self, model: str, is_timed: bool) -> Case:
        count = "1 item" if self.limit == 1 else f"{self.limit} items"
        if self.task.name == "mmlu":
            count += " of each subject"
        return Case(
            f"{self.task.protocol}, {count}, {model}",
            [Side("lm-eval fp32", self.peer)], Side("Assay", self.assay),
            checks=lambda done: agreement(done["lm-eval fp32"].data, done["Assay"].data),
            figures=[WALL, ALONE, CPU, PEAK] if is_timed else [], is_timed=is_timed)


def items(path: Path) -> list[dict]:
    """Assay's samples, which have the harness's schema, cut down to what is compared."""
    result = []
    for line in path.read_text(encoding="utf-8").splitlines():
        sample = json.loads(line)
        arguments = list(sample["arguments"].values())
        answers = [answer[0] for answer in sample["resps"]]
        result.append({
            "id": sample["doc_id"], "filter": sample["filter"], "prompts": [part["arg_0"] for part in arguments],
            "continuations": [part["arg_1"] for part in arguments if isinstance(part["arg_1"], str)],
            "answers": [float(answer[0]) if isinstance(answer, list) else answer for answer in answers],
            "scores": {name: float(sample[name]) for name in sample["metrics"]},
        })
    return result


def prepare(bench: Workbench) -> list[Case]:
    folder = bench.work / "harness"
    installed = site_packages(bench.python) / "lm_eval/tasks"
    subjects = write_tasks(bench.shared / "data", installed, folder)
    middle = middle_model(bench)
    cases = []
    for task in TASKS:
        names = subjects if task.name == "mmlu" else [task.name]
        cases.append(Work(bench, bench.shared / STORIES, task, task.small, names, folder).case("stories260K", False))
    for task in TASKS:
        names = subjects if task.name == "mmlu" else [task.name]
        limit = task.quick if bench.quick else task.large
        if limit:
            cases.append(Work(bench, middle, task, limit, names, folder).case(NAME, True))
    return cases


COMPARISON = Comparison(
    name="scoring",
    peer="lm-evaluation-harness",
    about=f"The harness in fp32, batches of {BATCH}, and `assay score`, on the same official files; GSM8K with 64 new "
    "tokens at most. Item by item: prompts, log-likelihoods, answers, scores.",
    needs=[
        STORIES, TOKENIZER, "data/arc", "data/race", "data/truthfulqa/v0/mc_task.json",
        "data/truthfulqa/qa_primer.txt", "data/mmlu/test", "data/gsm8k",
    ],
    prepare=prepare,
)
