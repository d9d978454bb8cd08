"""Usage: run_harness.py JOB.json RESULT.json. Scores a model with lm-evaluation-harness.

The job: model, tasks (names), folder (of the tasks' files), limit, batch, and maybe new_tokens, and bos (true where it is not said). The result: seconds of
the evaluation alone, the metrics of each task, and each item: prompts, answers, scores.
"""

import json
import logging
import sys
import time

import lm_eval
from lm_eval.models.huggingface import HFLM
from lm_eval.tasks import TaskManager


def item(sample: dict) -> dict:
    arguments = [list(part) for part in sample["arguments"]]
    return {
        "id": sample["doc_id"], "filter": sample["filter"], "prompts": [part[0] for part in arguments],
        "continuations": [part[1] for part in arguments if isinstance(part[1], str)],
        "answers": [
            float(answer[0][0]) if isinstance(answer[0], (list, tuple)) else answer[0] for answer in sample["resps"]
        ],
        "scores": {name: float(sample[name]) for name in sample["metrics"]},
    }


def main(job_file: str, result_file: str) -> None:
    logging.disable(logging.WARNING)
    with open(job_file, encoding="utf-8") as file:
        job = json.load(file)
    model = HFLM(
        pretrained=job["model"], dtype="float32", device="cpu", batch_size=job["batch"],
        add_bos_token=job.get("bos", True))
    options = {"gen_kwargs": {"max_gen_toks": job["new_tokens"]}} if "new_tokens" in job else {}
    start = time.perf_counter()
    # The harness's other tasks are left alone: reading them all takes seconds.
    tasks = TaskManager(include_path=job["folder"], include_defaults=False)
    # Without bootstrapped errors, which Assay does not compute.
    evaluated = lm_eval.simple_evaluate(
        model=model, tasks=job["tasks"], task_manager=tasks, limit=job["limit"], bootstrap_iters=0, log_samples=True,
        **options)
    seconds = time.perf_counter() - start
    result = {
        "seconds": seconds,
        "metrics": {
            task: {name: value for name, value in evaluated["results"][task].items() if isinstance(value, float)}
            for task in job["tasks"]
        },
        "items": {task: [item(sample) for sample in evaluated["samples"][task]] for task in job["tasks"]},
    }
    with open(result_file, "w", encoding="utf-8") as file:
        json.dump(result, file)


main(*sys.argv[1:])
