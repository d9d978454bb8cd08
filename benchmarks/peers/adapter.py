"""Adapters that Assay wrote: PEFT must load them as they are, and the two must score alike."""

from __future__ import annotations

import json
from pathlib import Path

from comparison import Case, Check, Comparison, Outcome, Side, relative
from workbench import Workbench

BASE = "data/models/stories260K-hf"
INSTRUCTIONS = "data/instruct/alpaca_original_5k.jsonl"
QUESTIONS = "data/arc/ARC-Easy/ARC-Easy-Test.jsonl"
TOLERANCE = 1e-4

# Name, and what `assay train` is told beyond the common.
KINDS = {
    "gate, up, down": {},
    "all seven modules, rslora": {
        "lora.targets": "[q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj]", "lora.rslora": "true",
        "lora.rank": 4,
    },
}


def trained(bench: Workbench, changes: dict[str, object], name: str) -> Path:
    """An adapter after 20 updates, at a rate that moves it well away from nothing."""
    out = bench.fresh_folder("adapter", name)
    settings = {
        "model": bench.shared / BASE, "data": bench.shared / INSTRUCTIONS, "limit": 320, "out": out / "run",
        "updates": 20, "learning_rate": 5e-3, "warmup": 0,
    } | changes
    words = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
    bench.run_assay("train", *words, log=out / "log.txt")
    return out / "run/adapter"


def assay(bench: Workbench, adapter: Path, items: int, out: Path) -> Outcome:
    """Answers of `assay score`: pairs of context and continuation, and their log-likelihoods."""
    ran = bench.run_assay(
        "score", "--model", bench.shared / BASE, "--adapter", adapter, "--data", bench.shared / "data",
        "--tasks", "arc_easy@lm-eval", "--limit", str(items), "--bos", "on", "--out", out / "run", log=out / "log.txt")
    pairs, sums = [], []
    for line in (out / "run/samples_arc_easy.jsonl").read_text().splitlines():
        sample = json.loads(line)
        pairs += [[part["arg_0"], part["arg_1"]] for part in sample["arguments"].values()]
        sums += [float(answer[0][0]) for answer in sample["resps"]]
    return Outcome(ran.figures, {"pairs": pairs, "sums": sums})


def peer(bench: Workbench, adapter: Path, pairs: list, prompts: list[str], out: Path) -> Outcome:
    job = {"base": str(bench.shared / BASE), "adapter": str(adapter), "pairs": pairs, "prompts": prompts}
    (out / "job.json").write_text(json.dumps(job))
    ran = bench.run_peer("score_adapter.py", out / "job.json", out / "result.json", log=out / "log.txt")
    return Outcome(ran.figures, json.loads((out / "result.json").read_text()))


def checks(theirs: dict, ours: dict) -> list[Check]:
    sums = ours["sums"]

    def largest(values: list[float]) -> float:
        return max(relative(a, b) for a, b in zip(sums, values, strict=True))

    adapted, merged, alone = largest(theirs["adapted"]), largest(theirs["merged"]), largest(theirs["base"])
    names = theirs["missing"] + theirs["unexpected"]
    return [
        Check(
            "PEFT loads it without a warning, no weight missing or unexpected", not theirs["warnings"] and not names,
            f"{theirs['weights']} weights" + "".join(f"; {text}" for text in [*theirs["warnings"][:2], *names[:2]])),
        Check(
            f"log-likelihoods within {TOLERANCE:.0e} relative", adapted <= TOLERANCE,
            f"largest difference {adapted:.1e} of {len(sums)}"),
        Check(
            f"the same with the adapter merged by PEFT, within {TOLERANCE:.0e}", merged <= TOLERANCE,
            f"largest difference {merged:.1e}; of the last logits of 5 prompts, merged and not: "
            f"{theirs['logit_difference']:.1e}"),
        Check(
            "the adapter changes what is compared", alone > 100 * TOLERANCE,
            f"without it the largest difference is {alone:.1e}"),
    ]


def case(bench: Workbench, name: str, changes: dict[str, object]) -> Case:
    adapter = trained(bench, changes, "adapter-" + name.split(",")[0].replace(" ", "-"))
    # The peer is asked what Assay was asked, which stands in Assay's samples.
    asked = assay(bench, adapter, 20, bench.fresh_folder("adapter", "questions")).data["pairs"]
    prompts = list(dict.fromkeys(context for context, _ in asked))[:5]
    return Case(
        name,
        [Side("PEFT", lambda out: peer(bench, adapter, asked, prompts, out))],
        Side("Assay", lambda out: assay(bench, adapter, 20, out)),
        checks=lambda done: checks(done["PEFT"].data, done["Assay"].data), figures=[], is_timed=False)


def prepare(bench: Workbench) -> list[Case]:
    return [case(bench, name, changes) for name, changes in KINDS.items()]


COMPARISON = Comparison(
    name="adapter",
    peer="PEFT",
    about="Adapters that Assay trained on stories260K (20 updates), loaded by `PeftModel.from_pretrained`; both score "
    "the same choices of 20 ARC questions.",
    needs=[BASE, INSTRUCTIONS, QUESTIONS],
    prepare=prepare,
)
