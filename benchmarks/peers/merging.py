"""Merging models: mergekit, and `assay merge`, by the same configuration."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import process
from comparison import CPU, PEAK, WALL, Case, Check, Comparison, Figure, Outcome, Side
from environments import MERGEKIT
from middle_model import TOKENIZER, fine_tuned_models, random_model
from workbench import Workbench

BARE_WALL = Figure("bare_wall", "end to end, Assay without digests", "s")
BARE_CPU = Figure("bare_cpu", "processor time, Assay without digests", "s")
# Two merges that draw numbers otherwise change the base by about as much.
LENGTHS = 0.02
# Sums whose sign decides something are exact with these, in whatever order they are added.
WEIGHTS = [0.5, 0.25, 0.125, 0.125]


@dataclass(frozen=True)
class Recipe:
    """A method under the name that both know it by, and its parameters."""

    method: str
    parents: int = 4
    # For each parent, beside its weight.
    own: dict[str, float] = field(default_factory=dict)
    shared: dict[str, float] = field(default_factory=dict)
    has_weights: bool = True
    # What decides which numbers take part; see inside/compare_models.py.
    selection: dict[str, object] | None = None
    is_random: bool = False
    # The settings of mergekit that are tried beside its defaults.
    alternatives: tuple[str, ...] = ("float16",)


RECIPES = [
    Recipe("linear", alternatives=("float16", "async", "shards")),
    Recipe("slerp", parents=2, shared={"t": 0.3}, has_weights=False),
    Recipe("task_arithmetic", shared={"lambda": 0.5}),
    Recipe("ties", own={"density": 0.5}, selection={"by": "magnitude", "keep": 0.5, "top": 0}),
    Recipe(
        "breadcrumbs", own={"density": 0.5, "gamma": 0.05}, selection={"by": "magnitude", "keep": 0.5, "top": 0.05}),
    # mergekit adds up lengths of large tensors in float32, which shifts its factor.
    Recipe("model_stock", has_weights=False, selection={"by": "none", "moved": 1e-2}),
    # Which of equal variances are selected moves the weights that the parents have in a tensor.
    Recipe(
        "sce", shared={"select_topk": 0.3}, has_weights=False,
        selection={"by": "variance", "keep": 0.3, "moved": 1e-4}),
    Recipe("dare_linear", own={"density": 0.5}, is_random=True),
    Recipe("della", own={"density": 0.5, "epsilon": 0.2}, is_random=True),
]

# What is said beside the defaults, and the type of mergekit's arithmetic.
SETTINGS = {
    "": ("mergekit", [], "float32"),
    "float16": ("mergekit, f16 arithmetic", [], "float16"),
    "async": ("mergekit --async-write", ["--async-write"], "float32"),
    "shards": ("mergekit --out-shard-size 50M", ["--out-shard-size", "50M"], "float32"),
}


@dataclass(frozen=True)
class Work:
    """One merge of the models."""

    bench: Workbench
    program: Path
    recipe: Recipe
    base: Path
    parents: list[Path]

    def configuration(self, dtype: str, file: Path) -> Path:
        """The same file for both, but for the type. JSON is YAML, too."""
        recipe, models = self.recipe, []
        for parent, weight in zip(self.parents, WEIGHTS):
            own = recipe.own | ({"weight": weight} if recipe.has_weights else {})
            models.append({"model": str(parent)} | ({"parameters": own} if own else {}))
        content = {"merge_method": recipe.method, "models": models, "dtype": dtype, "out_dtype": "float16"}
        if recipe.shared:
            content["parameters"] = recipe.shared
        if recipe.method != "linear":
            content["base_model"] = str(self.parents[0] if recipe.method == "slerp" else self.base)
        file.write_text(json.dumps(content, indent=1) + "\n")
        return file

    def peer(self, out: Path, setting: str) -> Outcome:
        _, words, dtype = SETTINGS[setting]
        file = self.configuration(dtype, out / "merge.yaml")
        self.read()
        command = [self.program, file, out / "merged", "--quiet", "-j", str(self.bench.threads), *words]
        ran = process.run(command, self.bench.environment, out / "log.txt")
        if setting:
            shutil.rmtree(out / "merged")
        return Outcome(ran.figures | bare(ran), out / "merged")

    def assay(self, out: Path) -> Outcome:
        file = self.configuration("float32", out / "merge.yaml")
        self.read()
        words = ["merge", "--config", file, "--out"]
        without = self.bench.run_assay(*words, out / "bare", "--no-digests", log=out / "bare.txt")
        shutil.rmtree(out / "bare")
        ran = self.bench.run_assay(*words, out / "merged", log=out / "log.txt")
        return Outcome(ran.figures | bare(without), out / "merged")

    def read(self) -> None:
        """Brings the models into the page cache, so that no side waits for the disk."""
        for folder in [self.base, *self.parents]:
            with open(folder / "model.safetensors", "rb") as file:
                while file.read(1 << 24):
                    pass

    def checks(self, done: dict[str, Outcome]) -> list[Check]:
        theirs, ours = done["mergekit"].data, done["Assay"].data
        job = {
            "ours": str(ours), "theirs": str(theirs), "base": str(self.base),
            "parents": [str(folder) for folder in self.parents], "selection": self.recipe.selection,
        }
        folder = self.bench.fresh_folder("merging", "comparison")
        (folder / "job.json").write_text(json.dumps(job))
        self.bench.run_peer("compare_models.py", folder / "job.json", folder / "result.json", log=folder / "log.txt")
        result = json.loads((folder / "result.json").read_text())
        # Several GB for all methods.
        shutil.rmtree(theirs)
        shutil.rmtree(ours)
        return [same_tensors(result), same_lengths(result) if self.recipe.is_random else same_numbers(result)]

    def case(self, size: str) -> Case:
        return Case(
            f"{self.recipe.method}, {len(self.parents)} x {size}",
            [
                Side(SETTINGS[setting][0], lambda out, setting=setting: self.peer(out, setting), bool(setting))
                for setting in ("", *([] if self.bench.quick else self.recipe.alternatives))
            ],
            Side("Assay", self.assay), checks=self.checks, figures=[WALL, BARE_WALL, CPU, BARE_CPU, PEAK])


def bare(ran: process.Ran) -> dict[str, float]:
    return {"bare_wall": ran.seconds, "bare_cpu": ran.cpu_seconds}


def same_tensors(result: dict) -> Check:
    wrong = result["alone"] + result["kinds"]
    return Check(
        "the same tensors, in f16", not wrong and result["tensors"] > 0,
        f"{result['tensors']} tensors" + "".join(f"; {text}" for text in wrong[:3]))


def same_numbers(result: dict) -> Check:
    """Equal up to one rounding, but where it is not said which of several equal numbers are selected."""
    wrong = result["beyond"] - result["tied"]
    detail = (
        f"{100 * result['equal'] / max(result['count'], 1):.3f} % of {result['count']} are equal, {wrong} are further "
        f"apart; greatest difference {result['difference']:.1e} of its tensor's largest number")
    if result["tied"]:
        share = 100 * result["tied"] / result["count"]
        detail += f"; {share:.2g} % are for a known reason (README.md)"
    return Check("numbers within one f16 rounding", wrong == 0 and result["count"] > 0, detail)


def same_lengths(result: dict) -> Check:
    ours, theirs = result["lengths"]["ours"], result["lengths"]["theirs"]
    return Check(
        f"random: changes the base by as much, within {100 * LENGTHS:.0f} %",
        0 < theirs and abs(ours / theirs - 1) <= LENGTHS, f"lengths {ours:.4g} and {theirs:.4g}")


def prepare(bench: Workbench) -> list[Case]:
    program = MERGEKIT.python().with_name("mergekit-yaml")
    if bench.quick:
        base = random_model(bench, "merged-little", hidden_size=256, intermediate_size=704, num_attention_heads=8)
    else:
        base = random_model(bench, "merged", num_hidden_layers=3)
    models = fine_tuned_models(bench, base, 4)
    size = f"{(base / 'model.safetensors').stat().st_size / 1e6:.0f} MB"
    return [Work(bench, program, recipe, base, models[:recipe.parents]).case(size) for recipe in RECIPES]


COMPARISON = Comparison(
    name="merging",
    peer="mergekit",
    about="A base and four models that were moved from it at random, f16; the same configuration, arithmetic in "
    "float32, output in f16. Assay merges without digests, then with them, its default; mergekit makes none.",
    needs=[TOKENIZER],
    prepare=prepare,
)
