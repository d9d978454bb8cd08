"""What `nel gate` and errorbars say of pairs of runs: gate_suites.py JOB RESULT, with the peers' Python.

JOB lists pairs of folders in NeMo Evaluator's form; RESULT has of each what both say, and errorbars' numbers.
"""

import importlib.metadata
import importlib.util
import json
import logging
import sys
import types
from pathlib import Path

import numpy
from errorbars.compare import mcnemar_exact, paired_compare

# Only the gate of NeMo Evaluator is loaded: the packages around it open its servers, and want Python 3.12 for them.
ROOT = Path(importlib.util.find_spec("nemo_evaluator").origin).parent
for name in ["nemo_evaluator", "nemo_evaluator.engine"]:
    package = types.ModuleType(name)
    package.__path__ = [str(ROOT.parent.joinpath(*name.split(".")))]
    package.__version__ = importlib.metadata.version("nemo-evaluator")
    sys.modules[name] = package
from nemo_evaluator.config.gate_policy import GatePolicy  # noqa: E402
from nemo_evaluator.engine.gate import gate_runs  # noqa: E402

logging.disable(logging.WARNING)


def rewards(folder: Path) -> dict[str, list[float]]:
    lines = {p.parent.name: p.read_text().splitlines() for p in sorted(folder.glob("*/results.jsonl"))}
    return {name: [json.loads(line)["reward"] for line in some] for name, some in lines.items()}


def by_errorbars(reference: Path, candidate: Path) -> dict:
    """Each benchmark by itself at 5 %, two-sided, as its documents use it."""
    old, new = rewards(reference), rewards(candidate)
    numbers = {}
    for name in sorted(set(old) & set(new)):
        pair = numpy.array(old[name][: len(new[name])]), numpy.array(new[name][: len(old[name])])
        compared = paired_compare(pair[1], pair[0])
        numbers[name] = {
            "difference": float(compared.mean_diff), "standard_error": float(compared.se_paired),
            "exact": float(mcnemar_exact(pair[0], pair[1]).p_value),
        }
    worse = [n for n, v in numbers.items() if v["difference"] < 0 and v["exact"] < 0.05]
    return {"says": "red" if worse else "green", "numbers": numbers}


def main() -> None:
    job = json.loads(Path(sys.argv[1]).read_text())
    said = []
    for reference, candidate in job["pairs"]:
        required = {name: {"metric": "mean_reward", "max_drop": job["margin"]} for name in job["required"]}
        policy = GatePolicy.model_validate({"defaults": {"max_drop": job["margin"]}, "benchmarks": required})
        verdict = gate_runs(reference, candidate, policy).verdict
        said.append({
            "nel": {"GO": "green", "NO-GO": "red"}.get(verdict, "cannot tell"),
            "errorbars": by_errorbars(Path(reference), Path(candidate)),
        })
    Path(sys.argv[2]).write_text(json.dumps(said))


main()
