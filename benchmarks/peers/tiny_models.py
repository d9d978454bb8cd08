"""Small model folders for comparisons: those of the goldens, some of them changed so that a GGUF file can describe them."""

from __future__ import annotations

import json
import random
import shutil
import struct
from pathlib import Path

MODELS = "golden/families/models"


def read_weights(path: Path) -> dict[str, tuple[str, list[int], bytes]]:
    """Name, type, shape and bytes of each tensor of a safetensors file."""
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + size])
    return {
        name: (entry["dtype"], entry["shape"], data[8 + size + entry["data_offsets"][0]:8 + size + entry["data_offsets"][1]])
        for name, entry in header.items() if name != "__metadata__"
    }


def write_weights(path: Path, weights: dict[str, tuple[str, list[int], bytes]]) -> None:
    header, place = {}, 0
    for name, (dtype, shape, data) in weights.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [place, place + len(data)]}
        place += len(data)
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(data for _, _, data in weights.values()))


def changed(shared: Path, name: str, folder: Path, **members: object) -> Path:
    """A golden model with other members of config.json."""
    shutil.copytree(shared / MODELS / name, folder, dirs_exist_ok=True)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | members))
    return folder


def all_experts(shared: Path, folder: Path) -> Path:
    """Qwen3-MoE with experts in every layer: the one without takes those of the layer before it."""
    changed(shared, "qwen3-moe", folder, mlp_only_layers=[])
    weights = read_weights(folder / "model.safetensors")
    others = {name: tensor for name, tensor in weights.items() if not name.startswith("model.layers.1.mlp.")}
    layer = {
        name.replace("layers.0.", "layers.1."): tensor for name, tensor in weights.items() if name.startswith("model.layers.0.mlp.")
    }
    write_weights(folder / "model.safetensors", others | layer)
    return folder


def baichuan(shared: Path, folder: Path, layers: int) -> Path:
    """Drawn weights: llama.cpp knows by 32 or 40 layers how positions are told."""
    folder.mkdir(parents=True, exist_ok=True)
    source, width, inner, vocabulary, rng = shared / MODELS / "mistral-v03", 64, 96, 0, random.Random(layers)
    vocabulary = json.loads((source / "config.json").read_text())["vocab_size"]
    shutil.copyfile(source / "tokenizer.model", folder / "tokenizer.model")
    config = {
        "architectures": ["BaichuanForCausalLM"], "model_type": "baichuan", "vocab_size": vocabulary, "hidden_size": width,
        "intermediate_size": inner, "num_hidden_layers": layers, "num_attention_heads": 4, "hidden_act": "silu",
        "rms_norm_eps": 1e-6, "tie_word_embeddings": False, "model_max_length": 512, "bos_token_id": 1, "eos_token_id": 2,
    }
    if layers == 32:
        config["max_position_embeddings"] = 512
    (folder / "config.json").write_text(json.dumps(config))
    weights = {}

    def draw(name: str, *shape: int) -> None:
        count = shape[0] * (shape[1] if len(shape) > 1 else 1)
        numbers = [rng.gauss(0, 0.08) if len(shape) > 1 else 1.0 for _ in range(count)]
        weights[name] = ("F32", list(shape), struct.pack(f"<{count}f", *numbers))

    draw("model.embed_tokens.weight", vocabulary, width)
    for layer in range(layers):
        start = f"model.layers.{layer}."
        draw(start + "input_layernorm.weight", width)
        draw(start + "self_attn.W_pack.weight", 3 * width, width)
        draw(start + "self_attn.o_proj.weight", width, width)
        draw(start + "post_attention_layernorm.weight", width)
        draw(start + "mlp.gate_proj.weight", inner, width)
        draw(start + "mlp.up_proj.weight", inner, width)
        draw(start + "mlp.down_proj.weight", width, inner)
    draw("model.norm.weight", width)
    draw("lm_head.weight", vocabulary, width)
    write_weights(folder / "model.safetensors", weights)
    return folder
