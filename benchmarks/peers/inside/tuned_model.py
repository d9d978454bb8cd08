"""Usage: tuned_model.py BASE FOLDER SEED. Writes the base's weights, moved a little, as f16.

Half of each step's square is common to all seeds, as fine-tunes of one corpus share a direction.
"""

import sys

import torch
from safetensors.torch import load_file, save_file

STEP = 0.002


def main(base: str, folder: str, seed: str) -> None:
    common = torch.Generator().manual_seed(0)
    own = torch.Generator().manual_seed(int(seed))
    weights = load_file(f"{base}/model.safetensors")
    for name in sorted(weights):
        weight = weights[name].float()
        for generator in (common, own):
            weight.add_(torch.empty_like(weight).normal_(generator=generator), alpha=STEP * 0.5**0.5)
        weights[name] = weight.half()
    save_file(weights, f"{folder}/model.safetensors", metadata={"format": "pt"})


main(*sys.argv[1:])
