"""The official files in the layout that lm-evaluation-harness's own tasks expect, and overrides that point them there.

Prompts, few-shot drawing, filters and metrics remain the harness's: each file written here includes the installed one.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable
from pathlib import Path


def write_tasks(data: Path, installed: Path, folder: Path) -> list[str]:
    """Writes records and task files below `folder`; the names of MMLU's subjects are the result.

    `installed` is the harness's folder of tasks.
    """
    folder.mkdir(parents=True, exist_ok=True)
    arc = {"test": (arc_record(r) for r in lines(data / "arc/ARC-Challenge/ARC-Challenge-Test.jsonl"))}
    easy = {"test": (arc_record(r) for r in lines(data / "arc/ARC-Easy/ARC-Easy-Test.jsonl"))}
    openbook = {"test": (openbook_record(r) for r in lines(data / "openbookqa/test.jsonl"))}
    race = {"test": (race_record(r) for r in lines(data / "race/test_high.jsonl"))}
    truthful = {"validation": [truthful_record(r) for r in json.loads(text(data / "truthfulqa/v0/mc_task.json"))]}
    gsm8k = {part: lines(data / f"gsm8k/{part}.jsonl") for part in ("train", "test")}
    write(folder, "arc_challenge", installed / "arc/arc_challenge.yaml", arc)
    write(folder, "arc_easy", installed / "arc/arc_easy.yaml", easy)
    write(folder, "openbookqa", installed / "openbookqa/openbookqa.yaml", openbook)
    write(folder, "race", installed / "race/race.yaml", race)
    write(folder, "truthfulqa_mc1", installed / "truthfulqa/truthfulqa_mc1.yaml", truthful)
    write(folder, "truthfulqa_mc2", installed / "truthfulqa/truthfulqa_mc2.yaml", truthful)
    write(folder, "gsm8k", installed / "gsm8k/gsm8k.yaml", gsm8k)
    subjects = []
    for file in sorted((data / "mmlu/test").glob("*_test.csv*")):
        subject = file.name.partition("_test.csv")[0]
        splits = {part: mmlu_records(data / f"mmlu/{part}/{subject}_{part}.csv") for part in ("dev", "test")}
        name = f"mmlu_{subject}"
        write(folder, name, installed / f"mmlu/default/{name}.yaml", splits, num_fewshot=5)
        subjects.append(name)
    return subjects


def write(folder: Path, task: str, included: Path, splits: dict[str, Iterable[dict]], **more: object) -> None:
    """The records of each split, and the override. JSON is YAML, too."""
    files = {}
    for split, records in splits.items():
        path = folder / f"{task}-{split}.jsonl"
        content = "".join(json.dumps(record) + "\n" for record in records)
        # The harness keeps what it made of a file for as long as the file is not touched.
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            path.write_text(content, encoding="utf-8")
        files[split] = str(path)
    override = {
        "include": str(included), "task": task, "dataset_path": "json", "dataset_name": None,
        "dataset_kwargs": {"data_files": files},
    } | {f"{split}_split": split if split in files else None for split in ("training", "validation", "test")} | more
    if "train" in files:
        override["training_split"] = "train"
    (folder / f"{task}.yaml").write_text(json.dumps(override, indent=1), encoding="utf-8")


def arc_record(record: dict) -> dict:
    choices = record["question"]["choices"]
    return {
        "question": record["question"]["stem"], "answerKey": record["answerKey"],
        "choices": {key: [choice[key] for choice in choices] for key in ("text", "label")},
    }


def openbook_record(record: dict) -> dict:
    arc = arc_record(record)
    return {"question_stem": arc["question"], "answerKey": arc["answerKey"], "choices": arc["choices"]}


def race_record(record: dict) -> dict:
    """The harness's copy holds an article's questions as the text of a Python list."""
    problems = [
        {"question": question, "answer": answer, "options": options}
        for question, answer, options in zip(record["questions"], record["answers"], record["options"], strict=True)
    ]
    return {"article": record["article"], "problems": repr(problems)}


def truthful_record(record: dict) -> dict:
    def targets(key: str) -> dict:
        return {"choices": list(record[key]), "labels": list(record[key].values())}

    return {"question": record["question"]} | {key: targets(key) for key in ("mc1_targets", "mc2_targets")}


def mmlu_records(path: Path) -> list[dict]:
    # As a file, not as lines: cells hold line breaks and other characters that splitlines would cut at.
    rows = csv.reader(io.StringIO(text(path), newline=""))
    return [{"question": row[0], "choices": row[1:5], "answer": "ABCD".index(row[5].strip())} for row in rows if row]


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in text(path).split("\n") if line.strip()]


def text(path: Path) -> str:
    """The content of an official file, which may be packed."""
    packed = path.with_name(path.name + ".gz")
    content = gzip.decompress(packed.read_bytes()) if packed.exists() else path.read_bytes()
    return content.decode("utf-8")
