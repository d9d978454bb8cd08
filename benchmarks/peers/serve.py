"""Servers: lm-evaluation-harness drives `assay serve`, and `assay score --server` looks at llama.cpp's server."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import process
from comparison import Case, Check, Comparison, Outcome, Side
from environments import LLAMA, SERVE, site_packages
from harness_tasks import write_tasks
from sample_agreement import agreement
from scoring import items
from served import free_port, serving
from workbench import ROOT, Workbench

PEER = "lm-eval local-completions"
BASE = ROOT / "worlds/base"
# Nats. The server's numbers are Assay's, to the bit; the harness adds them up.
SAME = 1e-9


@dataclass(frozen=True)
class Task:
    protocol: str
    name: str
    items: int
    new_tokens: int | None = None


TASKS = [
    Task("arc_challenge@lm-eval", "arc_challenge", 100),
    Task("truthfulqa_mc1@lm-eval", "truthfulqa_mc1", 40),
    Task("truthfulqa_mc2@lm-eval", "truthfulqa_mc2", 40),
    Task("gsm8k@lm-eval", "gsm8k", 6, new_tokens=32),
]


@dataclass(frozen=True)
class Work:
    bench: Workbench
    task: Task
    folder: Path

    @property
    def limit(self) -> int:
        return max(2, self.task.items // 10) if self.bench.quick else self.task.items

    def peer(self, out: Path) -> Outcome:
        port = free_port()
        command = [
            self.bench.assay, "serve", "--model", BASE, "--port", str(port), "--threads", str(self.bench.threads)]
        with serving(command, port, self.bench.environment, out / "serve.txt") as url:
            job = {
                "url": url, "name": BASE.name, "tokenizer": str(BASE), "length": 1024, "tasks": [self.task.name],
                "folder": str(self.folder), "limit": self.limit,
            }
            if self.task.new_tokens:
                job["new_tokens"] = self.task.new_tokens
            (out / "job.json").write_text(json.dumps(job))
            self.bench.run_peer(
                "run_served.py", out / "job.json", out / "result.json", log=out / "log.txt", python=SERVE.python())
        return Outcome({}, json.loads((out / "result.json").read_text()))

    def assay(self, out: Path) -> Outcome:
        words = [
            "--model", BASE, "--data", self.bench.shared / "data", "--tasks", self.task.protocol, "--bos", "on", "--limit",
            str(self.limit), "--out", out / "run",
        ]
        if self.task.new_tokens:
            words += ["--max-new-tokens", str(self.task.new_tokens)]
        self.bench.run_assay("score", *words, log=out / "log.txt")
        name = self.task.name
        results = json.loads((out / "run/results.json").read_text())
        return Outcome({}, {
            "metrics": {name: results["results"][name]}, "items": {name: items(out / f"run/samples_{name}.jsonl")},
        })

    def checks(self, done: dict[str, Outcome]) -> list[Check]:
        peer, assay = done[PEER].data, done["Assay"].data
        checks = agreement(peer, assay)
        if self.task.new_tokens:
            return checks
        theirs, ours = ({i["id"]: i["answers"] for i in side["items"][self.task.name]} for side in (peer, assay))
        pairs = [(a, b) for key, answers in theirs.items() for a, b in zip(answers, ours.get(key, []))]
        equal = sum(a == b for a, b in pairs)
        worst = max((abs(a - b) for a, b in pairs), default=1)
        return [*checks, Check(
            f"log-likelihoods within {SAME:.0e} nats", bool(pairs) and worst <= SAME,
            f"{equal} of {len(pairs)} equal to the bit, largest difference {worst:.1e}")]

    def case(self) -> Case:
        return Case(
            f"{self.task.protocol}, {self.limit} items, worlds/base", [Side(PEER, self.peer)], Side("Assay", self.assay),
            checks=self.checks, figures=[], is_timed=False)


def llama(bench: Workbench, folder: Path) -> Case:
    """A server whose log-probabilities must not be believed: tasks that rank choices are refused in words, the others are asked."""
    file = folder / "base.gguf"

    def peer(out: Path) -> Outcome:
        process.run([bench.assay, "export", "gguf", BASE, file, "--type", "f16", "--force"], bench.environment, out / "export.txt")
        port, found = free_port(), {}
        command = [
            LLAMA.python(), "-m", "llama_cpp.server", "--model", file, "--port", str(port), "--host", "127.0.0.1",
            "--model_alias", "base", "--n_ctx", "1024"]
        with serving(command, port, bench.environment, out / "serve.txt") as url:
            for name, task in (("choice", "arc_easy"), ("text", "arc_easy,gsm8k")):
                words = [
                    "score", "--server", url, "--server-model", "base", "--tasks", task, "--limit", "2", "--max-new-tokens",
                    "8", "--bos", "on", "--out", out / name]
                try:
                    bench.run_assay(*words, log=out / f"{name}.txt")
                    found[name] = 0
                except Exception:  # Its exit code is what is looked at.
                    found[name] = 1
                found[name + " words"] = (out / f"{name}.txt").read_text(errors="replace")
        return Outcome({}, found)

    def checks(done: dict[str, Outcome]) -> list[Check]:
        found = done["llama_cpp.server"].data
        words = next((line for line in found["choice words"].splitlines() if line.startswith("error: ")), "nothing was said")
        return [
            Check("a task that ranks choices is refused", found["choice"] == 1 and "does not give" in words, words[:300]),
            Check("beside it a task that generates is asked", found["text"] == 0, "as it must" if found["text"] == 0 else found["text words"][-300:]),
        ]

    return Case(
        "llama_cpp.server, worlds/base in f16", [Side("llama_cpp.server", peer)], Side("Assay", lambda out: Outcome({})),
        checks=checks, figures=[], is_timed=False)


def prepare(bench: Workbench) -> list[Case]:
    folder = bench.work / "harness"
    write_tasks(bench.shared / "data", site_packages(SERVE.python()) / "lm_eval/tasks", folder)
    cases = [Work(bench, task, folder).case() for task in TASKS]
    # llama.cpp is compiled for half an hour; `gguf` does that.
    if os.environ.get(LLAMA.variable) or (ROOT / ".build/peers" / LLAMA.folder / "peers-ready").exists():
        cases.append(llama(bench, bench.fresh_folder("serve-llama")))
    return cases


COMPARISON = Comparison(
    name="serve",
    peer=PEER,
    about="The harness asks `assay serve` in token ids of its own; `assay score` asks the same model. And what `assay score --server` "
    "says of llama.cpp's server, where `gguf` has installed it.",
    needs=["data/arc", "data/race", "data/truthfulqa/v0/mc_task.json", "data/truthfulqa/qa_primer.txt", "data/mmlu/test", "data/gsm8k"],
    prepare=prepare,
    uses_peers=False,
)
