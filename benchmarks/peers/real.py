"""A model that people have: lm-evaluation-harness on torch over the dequantized checkpoint of a GGUF file, and `assay score`."""

from __future__ import annotations

import os
from pathlib import Path

import process
from comparison import Case, Comparison, Failure
from environments import site_packages
from harness_tasks import write_tasks
from scoring import Task, Work
from workbench import ROOT, Workbench

# As SmolLM2's tokenizer has it.
HAS_BOS = False
TASKS = [
    Task("arc_easy@lm-eval", "arc_easy", small=0, large=100, quick=10),
    Task("arc_challenge@lm-eval", "arc_challenge", small=0, large=100, quick=0),
    Task("openbookqa@lm-eval", "openbookqa", small=0, large=100, quick=0),
    Task("truthfulqa_mc1@lm-eval", "truthfulqa_mc1", small=0, large=100, quick=0),
    Task("truthfulqa_mc2@lm-eval", "truthfulqa_mc2", small=0, large=100, quick=0),
    Task("race@3", "race", small=0, large=100, quick=2),
    # 114 items.
    Task("mmlu@lm-eval", "mmlu", small=0, large=2, quick=0),
    Task("gsm8k@lm-eval", "gsm8k", small=0, large=20, quick=1, new_tokens=256),
]


def real_file() -> Path | None:
    """ASSAY_GGUF, or what `make real` fetched."""
    named = os.environ.get("ASSAY_GGUF")
    file = Path(named).absolute() if named else ROOT / "runs/real/SmolLM2-135M-Instruct.Q4_1.gguf"
    return file if file.exists() else None


def prepare(bench: Workbench) -> list[Case]:
    file = real_file()
    if file is None:
        raise Failure("real", "no model", "make real, which fetches one, or ASSAY_GGUF=FILE")
    assert bench.shared is not None
    model = bench.fresh_folder("real") / "model"
    process.run([bench.assay, "import", "gguf", file, model], bench.environment, model.parent / "import.txt")
    folder = bench.work / "harness"
    subjects = write_tasks(bench.shared / "data", site_packages(bench.python) / "lm_eval/tasks", folder)
    cases = []
    for task in TASKS:
        limit = task.quick if bench.quick else task.large
        names = subjects if task.name == "mmlu" else [task.name]
        if limit:
            cases.append(Work(bench, model, task, limit, names, folder, HAS_BOS).case(file.name, True))
    return cases


COMPARISON = Comparison(
    name="real",
    peer="lm-evaluation-harness",
    about="The harness in fp32 over the checkpoint that `assay import gguf` makes of SmolLM2-135M-Instruct in Q4_1, and `assay "
    "score` over the same; GSM8K with 256 new tokens at most. Item by item: prompts, log-likelihoods, answers, scores.",
    needs=[
        "data/arc", "data/openbookqa", "data/race", "data/truthfulqa/v0/mc_task.json",
        "data/truthfulqa/qa_primer.txt", "data/mmlu/test", "data/gsm8k",
    ],
    prepare=prepare,
)
