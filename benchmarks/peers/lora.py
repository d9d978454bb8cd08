"""LoRA fine-tuning: PEFT and transformers on torch, and `assay train`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from comparison import CPU, PEAK, WALL, Case, Check, Comparison, Failure, Figure, Outcome, Side, relative
from middle_model import NAME, TOKENIZER, middle_model
from sample_order import batches
from workbench import Workbench

INSTRUCTIONS = "data/instruct/alpaca_original_5k.jsonl"
STORIES = "data/models/stories260K-hf"
SPEED = Figure("speed", "non-padding tokens/s from update 2 on", "/s", more_is_better=True)
RATE, BETAS, EPSILON, CLIP, SEED = 3e-4, (0.9, 0.95), 1e-8, 1.0, 42


@dataclass(frozen=True)
class Work:
    """What both sides train, and for how long."""

    bench: Workbench
    model: Path
    records: int
    batch: int
    updates: int
    dropout: float

    def data(self) -> Path:
        """Alpaca's first records as prompts and completions, in words of our own."""
        path = self.bench.work / f"alpaca-{self.records}.jsonl"
        with open(self.bench.shared / INSTRUCTIONS, encoding="utf-8") as file:
            records = [json.loads(line) for line, _ in zip(file, range(self.records))]
        with open(path, "w", encoding="utf-8") as file:
            for record in records:
                text = f"Text:\n{record['input']}\n\n" if record["input"] else ""
                prompt = (
                    "Here is a task, and maybe a text that it is about. "
                    "Do what it asks, completely and to the point.\n\n"
                    f"Task:\n{record['instruction']}\n\n{text}Answer:\n")
                file.write(json.dumps({"prompt": prompt, "completion": record["output"]}) + "\n")
        return path

    def assay(self, out: Path, **changes: object) -> Outcome:
        settings = {
            "model": self.model, "data": self.data(), "out": out / "run", "boundary": "prefix-length", "bos": "true",
            "lora.rank": 16, "lora.alpha": 16, "lora.dropout": self.dropout, "learning_rate": RATE,
            "schedule": "constant", "warmup": 0, "updates": self.updates, "batch_size": self.batch, "beta1": BETAS[0],
            "beta2": BETAS[1], "epsilon": EPSILON, "clip": CLIP, "seed": SEED, "checkpoint_every": 1000,
        } | {key.replace("__", "."): value for key, value in changes.items()}
        words = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
        ran = self.bench.run_assay("train", *words, log=out / "log.txt")
        steps = read_lines(out / "run/log.jsonl")
        seconds = {line["update"]: line["seconds"] for line in read_lines(out / "run/timing.jsonl") if "update" in line}
        for step in steps:
            step["seconds"] = seconds[step["update"]]
        return Outcome(ran.figures | steady(steps), steps)

    def first_adapter(self) -> Path:
        """The factors that Assay's runs start from: an update at learning rate 0 leaves them as they were."""
        out = self.bench.fresh_folder("lora", f"first-adapter-{self.model.name}")
        self.assay(out, updates=1, warmup=1, batch_size=1)
        return out / "run/adapter"

    def peer(self, out: Path, dtype: str, adapter: Path | None = None, limit: float | None = None) -> Outcome:
        start = (
            {"adapter": str(adapter)} if adapter else
            {"lora": {"r": 16, "lora_alpha": 16, "lora_dropout": self.dropout,
                      "target_modules": ["gate_proj", "up_proj", "down_proj"]}})
        job = {
            "model": str(self.model), "data": str(self.data()), "dtype": dtype, "rate": RATE, "betas": BETAS,
            "epsilon": EPSILON, "clip": CLIP, "batches": batches(self.records, self.updates, self.batch, SEED),
        } | start
        (out / "job.json").write_text(json.dumps(job))
        done = out / "steps.jsonl"
        ran = self.bench.run_peer("train_lora.py", out / "job.json", done, log=out / "log.txt", limit=limit)
        steps = read_lines(done) if done.exists() else []
        figures = ran.figures | steady(steps)
        padded, real = sum(s["padded"] for s in steps), sum(s["tokens"] for s in steps)
        note = f"{100 - 100 * real / padded:.0f} % of the peer's positions are padding" if padded else ""
        if ran.timed_out:
            # What was used until then is no figure of the work.
            figures = steady(steps)
            note = f"{dtype}: stopped after {limit:.0f} s, with {len(steps)} of {self.updates} updates done"
        return Outcome(figures, steps, note)


def steady(steps: list[dict]) -> dict[str, float]:
    """Start-up, loading and the first update, which allocates, are left out of the speed."""
    counted = steps[1:]
    if not counted:
        return {}
    return {"speed": sum(s["tokens"] for s in counted) / sum(s["seconds"] for s in counted)}


def read_lines(path: Path) -> list[dict]:
    """The complete lines: a program that was stopped may have left half a one."""
    return [json.loads(line) for line in path.read_text().splitlines(keepends=True) if line.endswith("\n")]


def same_work(peer: list[dict], assay: list[dict]) -> Check:
    count = min(len(peer), len(assay))
    differing = [i + 1 for i in range(count) if any(peer[i][k] != assay[i][k] for k in ("tokens", "labels"))]
    tokens = sum(step["tokens"] for step in assay[:count])
    return Check(
        "each update sees as many tokens and labels", count > 0 and not differing,
        f"{count} updates, {tokens} tokens" + (f"; not update {differing[0]}" if differing else ""))


def agreement(peer: list[dict], assay: list[dict], updates: int) -> list[Check]:
    if len(peer) != updates or len(assay) != updates:
        raise Failure("losses", f"{len(peer)} and {len(assay)} updates", f"{updates} of each")
    checks = [same_work(peer, assay)]
    for key, tolerance in (("loss", 1e-4), ("gradient_norm", 1e-3)):
        errors = [relative(a[key], p[key]) for p, a in zip(peer, assay)]
        moved = relative(assay[-1][key], assay[0][key])
        checks.append(Check(
            f"{key.replace('_', ' ')} of {updates} updates, within {tolerance:.0e}", max(errors) <= tolerance,
            f"largest relative difference {max(errors):.1e}, of the first update {errors[0]:.1e} "
            f"(first and last of the run differ by {moved:.1e})"))
    return checks


def losses(name: str, work: Work) -> Case:
    """The same first adapter, no dropout, fp32: the losses must be the same."""
    adapter = work.first_adapter()
    return Case(
        f"losses, {name}",
        [Side("PEFT fp32", lambda out: work.peer(out, "float32", adapter))],
        Side("Assay", work.assay),
        checks=lambda done: agreement(done["PEFT fp32"].data, done["Assay"].data, work.updates),
        is_timed=False)


def speed(work: Work) -> Case:
    return Case(
        f"training, {NAME}, batches of {work.batch}",
        [
            Side("PEFT fp32", lambda out: work.peer(out, "float32")),
            Side("PEFT bf16", lambda out: work.peer(out, "bfloat16", limit=work.bench.limit), is_alternative=True),
        ],
        Side("Assay", work.assay),
        checks=lambda done: [same_work(done["PEFT fp32"].data, done["Assay"].data)],
        figures=[SPEED, WALL, CPU, PEAK])


def prepare(bench: Workbench) -> list[Case]:
    middle = middle_model(bench)
    small = Work(bench, bench.shared / STORIES, records=64, batch=4, updates=20, dropout=0)
    large = Work(bench, middle, records=12, batch=4, updates=3, dropout=0)
    timed = Work(bench, middle, records=64, batch=16, updates=2 if bench.quick else 4, dropout=0.05)
    return [losses("stories260K", small), losses(NAME, large), speed(timed)]


COMPARISON = Comparison(
    name="lora",
    peer="PEFT",
    about="LoRA of rank 16 on gate, up and down projections, AdamW, Alpaca records; the peer pads to the batch's "
    "longest. Both sides see the same samples in the same updates.",
    needs=[INSTRUCTIONS, STORIES, TOKENIZER],
    prepare=prepare,
)
