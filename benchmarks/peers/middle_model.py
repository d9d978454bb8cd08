"""A model of middling size with random weights: matrix products decide its speed, and any machine can hold it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from workbench import Workbench

# TinyLlama's widths with 6 of its 22 layers: 395 M parameters, 790 MB as f16.
CONFIGURATION = {
    "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 2048, "intermediate_size": 5632,
    "num_hidden_layers": 6, "num_attention_heads": 32, "num_key_value_heads": 4, "vocab_size": 32000,
    "max_position_embeddings": 2048, "rms_norm_eps": 1e-05, "rope_theta": 10000.0, "hidden_act": "silu",
    "attention_bias": False, "tie_word_embeddings": False, "bos_token_id": 1, "eos_token_id": 2,
    "torch_dtype": "float16",
}
NAME = "2048 x 6"
# Its tokenizer is Llama 2's, 32,000 pieces.
TOKENIZER = "data/models/parity-llama-32k"
TOKENIZER_FILES = ("tokenizer.model", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")


def middle_model(bench: Workbench) -> Path:
    """The folder of the model, which is made when it is not there."""
    return random_model(bench, "middle")


def random_model(bench: Workbench, name: str, **changes: int) -> Path:
    """The same with changes to its configuration."""
    folder = bench.work / "models" / name
    if folder.exists():
        return folder
    aside = folder.with_name(name + ".part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    (aside / "config.json").write_text(json.dumps(CONFIGURATION | changes, indent=1) + "\n")
    for file in TOKENIZER_FILES:
        shutil.copyfile(bench.shared / TOKENIZER / file, aside / file)
    bench.run_peer("random_model.py", aside, log=bench.work / "random_model.log")
    aside.rename(folder)
    return folder


def fine_tuned_models(bench: Workbench, base: Path, count: int) -> list[Path]:
    """Folders of models that went from the base into directions that have about half in common."""
    folders = [base.with_name(f"{base.name}-tuned-{number}") for number in range(1, count + 1)]
    for number, folder in enumerate(folders, 1):
        if folder.exists():
            continue
        aside = folder.with_name(folder.name + ".part")
        shutil.rmtree(aside, ignore_errors=True)
        shutil.copytree(base, aside, ignore=shutil.ignore_patterns("*.safetensors"))
        bench.run_peer("tuned_model.py", base, aside, str(number), log=bench.work / "tuned_model.log")
        aside.rename(folder)
    return folders
