"""Usage: random_model.py FOLDER. Puts seeded random f16 weights beside the folder's config.json."""

import sys

import torch
import transformers


def main(folder: str) -> None:
    torch.manual_seed(1)
    configuration = transformers.AutoConfig.from_pretrained(folder)
    model = transformers.AutoModelForCausalLM.from_config(configuration, dtype=torch.float32)
    with torch.no_grad():
        for parameter in model.parameters():
            # Norms near 1, so that a norm that is left out or swapped shows.
            is_norm = parameter.dim() == 1
            parameter.normal_(1.0 if is_norm else 0.0, 0.1 if is_norm else 0.02)
    model.half().save_pretrained(folder)


main(sys.argv[1])
