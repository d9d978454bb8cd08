"""Usage: compare_models.py JOB.json RESULT.json. Compares the tensors of two merges of the same models.

The job: ours, theirs, base, parents (folders), and selection, null where all numbers take part: {"by": "magnitude",
"variance" or "none", "keep": share that does, "top": share that goes at the top, "moved": how exact the factors of
whole tensors are}. The result: tensors, names that only one has, numbers, equal ones, those beyond one f16 rounding
apart, how many of these are tied at a threshold or moved by such a factor, the greatest other difference relative to
its tensor's largest number, and the lengths of both merges' differences to the base.
"""

import json
import sys
from pathlib import Path

import numpy as np
from safetensors import safe_open

# Of two variances in float32 that differ by less it is not said which is the larger.
NEAR = 1e-5


class Model:
    """The tensors of a folder, read one by one."""

    def __init__(self, folder: str):
        self.files = [safe_open(path, framework="numpy") for path in sorted(Path(folder).glob("*.safetensors"))]
        self.places = {name: file for file in self.files for name in file.keys()}

    def __getitem__(self, name: str) -> np.ndarray:
        return self.places[name].get_tensor(name)


def ordered(values: np.ndarray) -> np.ndarray:
    """f16 as integers in the order of the numbers: neighbours differ by 1, both zeros are 0."""
    bits = values.view(np.int16).astype(np.int32)
    return np.where(bits < 0, -(bits & 0x7FFF), bits)


def at_threshold(
    selection: dict, base: np.ndarray, parents: list[np.ndarray], places: np.ndarray, apart: np.ndarray
) -> np.ndarray:
    """Which places hold a number that ties with the last one selected, so that either may be taken.

    `apart` is by how much the merges differ at these places; where that is a share `moved` of the greatest change, it
    comes from a factor that the whole tensor has.
    """
    deltas = [(parent.astype(np.float32) - base).ravel() for parent in parents]
    tied = apart <= selection.get("moved", 0) * np.abs(np.stack([delta[places] for delta in deltas])).max(0)
    if selection["by"] == "variance":
        spread = np.var(np.stack(deltas), axis=0)
        chosen = int(np.count_nonzero(spread) * selection["keep"])
        edge = np.partition(spread, spread.size - chosen)[spread.size - chosen]
        tied |= np.abs(spread[places] - edge) <= NEAR * edge
    for delta in deltas if selection["by"] == "magnitude" else []:
        sizes, count = np.abs(delta), delta.size
        top = int(selection["top"] * count)
        # In ascending order: what is selected begins here, and ends there.
        edges = [count - top - int(selection["keep"] * count), count - top]
        around = [place for edge in edges for place in (edge - 1, edge) if 0 < edge < count]
        values = np.partition(sizes, around)
        for edge in edges:
            if 0 < edge < count and values[edge - 1] == values[edge]:
                tied |= sizes[places] == values[edge]
    return tied


def main(job_file: str, result_file: str) -> None:
    job = json.loads(Path(job_file).read_text())
    ours, theirs, base = Model(job["ours"]), Model(job["theirs"]), Model(job["base"])
    parents = [Model(folder) for folder in job["parents"]]
    names = sorted(ours.places.keys() & theirs.places.keys())
    result = {
        "tensors": len(names), "alone": sorted(ours.places.keys() ^ theirs.places.keys()), "kinds": [], "count": 0,
        "equal": 0, "beyond": 0, "tied": 0, "difference": 0.0,
    }
    squares = {"ours": 0.0, "theirs": 0.0}
    for name in names:
        a, b, start = ours[name], theirs[name], base[name]
        if a.shape != b.shape or a.dtype != b.dtype or a.dtype != np.float16:
            result["kinds"].append(f"{name}: {a.dtype} {a.shape} and {b.dtype} {b.shape}")
            continue
        far = np.abs(ordered(a) - ordered(b)).ravel()
        result["count"] += far.size
        result["equal"] += int((far == 0).sum())
        beyond = np.flatnonzero(far > 1)
        result["beyond"] += beyond.size
        wide, other, start = a.astype(np.float32), b.astype(np.float32), start.astype(np.float32)
        apart = np.abs(wide - other)
        if beyond.size and job["selection"]:
            tied = at_threshold(
                job["selection"], start, [parent[name] for parent in parents], beyond, apart.ravel()[beyond])
            result["tied"] += int(tied.sum())
            apart.ravel()[beyond[tied]] = 0
        difference = float(apart.max()) / max(float(np.abs(other).max()), 1e-30)
        # A comparison with NaN is false.
        if not difference <= result["difference"]:
            result["difference"] = difference
        squares["ours"] += float(np.square(wide - start, dtype=np.float64).sum())
        squares["theirs"] += float(np.square(other - start, dtype=np.float64).sum())
    result["lengths"] = {side: value**0.5 for side, value in squares.items()}
    Path(result_file).write_text(json.dumps(result))


main(*sys.argv[1:])
