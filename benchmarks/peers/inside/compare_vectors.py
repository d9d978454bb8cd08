"""Usage: compare_vectors.py OURS.safetensors THEIRS.npy RESULT.json. How far two sets of embeddings are apart.

The result: shapes, the largest difference of a component, the largest 1 - cosine, and, so that a set of equal vectors
shows, the least cosine of a text's vector with the next one's.
"""

import json
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file


def main(ours_file: str, theirs_file: str, result_file: str) -> None:
    ours, theirs = load_file(ours_file)["embeddings"].astype(np.float64), np.load(theirs_file).astype(np.float64)
    result = {"shapes": [list(ours.shape), list(theirs.shape)]}
    if ours.shape == theirs.shape:
        lengths = np.linalg.norm(ours, axis=1) * np.linalg.norm(theirs, axis=1)
        result |= {
            "component": float(np.abs(ours - theirs).max()),
            "cosine": float((1 - (ours * theirs).sum(1) / lengths).max()),
            "neighbours": float((theirs[1:] * theirs[:-1]).sum(1).min()),
        }
    Path(result_file).write_text(json.dumps(result))


main(*sys.argv[1:])
