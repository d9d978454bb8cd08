"""Usage: run_served.py JOB.json RESULT.json. Scores a server's model with lm-evaluation-harness, as `local-completions`.

The job: url, name (of the model), tokenizer (a folder), length (of the context), tasks, folder (of the tasks' files), limit, and maybe
new_tokens. The result: each item, as `run_harness.py` has it, and the metrics of each task.
"""

import json
import logging
import sys

import lm_eval
from lm_eval.models.openai_completions import LocalCompletionsAPI
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
    model = LocalCompletionsAPI(
        base_url=job["url"] + "/v1/completions", model=job["name"], tokenizer=job["tokenizer"],
        tokenizer_backend="huggingface", max_length=job["length"], add_bos_token=True, num_concurrent=4, batch_size=4)
    options = {"gen_kwargs": {"max_gen_toks": job["new_tokens"]}} if "new_tokens" in job else {}
    tasks = TaskManager(include_path=job["folder"], include_defaults=False)
    evaluated = lm_eval.simple_evaluate(
        model=model, tasks=job["tasks"], task_manager=tasks, limit=job["limit"], bootstrap_iters=0, log_samples=True,
        **options)
    result = {
        "metrics": {
            task: {name: value for name, value in evaluated["results"][task].items() if isinstance(value, float)}
            for task in job["tasks"]
        },
        "items": {task: [item(sample) for sample in evaluated["samples"][task]] for task in job["tasks"]},
    }
    with open(result_file, "w", encoding="utf-8") as file:
        json.dump(result, file)


main(*sys.argv[1:])
