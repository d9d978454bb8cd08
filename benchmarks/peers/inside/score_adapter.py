"""Usage: score_adapter.py JOB.json RESULT.json. Loads a PEFT folder over its base and scores continuations.

The job: base, adapter, pairs ([context, continuation] each), prompts (texts). The result: log-likelihoods of the pairs
with the adapter, with the adapter merged into the base, and with the base alone; the largest difference of the prompts'
last logits between adapter and merged; what PEFT warned of; names of weights that were missing or not expected.
"""

import json
import sys
import warnings

import peft
import safetensors
import torch
import transformers


def log_likelihoods(model: torch.nn.Module, tokenizer: object, pairs: list) -> list[float]:
    """Context and continuation are encoded together and cut at the length of the context alone."""
    sums = []
    for context, continuation in pairs:
        start = len(tokenizer.encode(context))
        ids = torch.tensor([tokenizer.encode(context + continuation)])
        with torch.no_grad():
            predicted = model(ids).logits[0, :-1].double().log_softmax(-1)
        chosen = predicted.gather(-1, ids[0, 1:, None])[:, 0]
        sums.append(chosen[start - 1:].sum().item())
    return sums


def last_logits(model: torch.nn.Module, tokenizer: object, prompts: list[str]) -> torch.Tensor:
    with torch.no_grad():
        return torch.stack([model(torch.tensor([tokenizer.encode(text)])).logits[0, -1] for text in prompts])


def names_of_weights(folder: str) -> set[str]:
    with safetensors.safe_open(f"{folder}/adapter_model.safetensors", framework="pt") as file:
        return set(file.keys())


def main(job_file: str, result_file: str) -> None:
    with open(job_file, encoding="utf-8") as file:
        job = json.load(file)
    tokenizer = transformers.AutoTokenizer.from_pretrained(job["base"])
    base = transformers.AutoModelForCausalLM.from_pretrained(job["base"], dtype=torch.float32).eval()
    alone = log_likelihoods(base, tokenizer, job["pairs"])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = peft.PeftModel.from_pretrained(base, job["adapter"]).eval()
    wanted = set(peft.get_peft_model_state_dict(model))
    given = names_of_weights(job["adapter"])
    adapted = log_likelihoods(model, tokenizer, job["pairs"])
    logits = last_logits(model, tokenizer, job["prompts"])
    merged_model = model.merge_and_unload()
    merged = log_likelihoods(merged_model, tokenizer, job["pairs"])
    difference = (last_logits(merged_model, tokenizer, job["prompts"]) - logits).abs().max().item()
    result = {
        "base": alone, "adapted": adapted, "merged": merged, "logit_difference": difference,
        # That the libraries call old names of each other's says nothing about the adapter.
        "warnings": [str(w.message) for w in caught if not issubclass(w.category, (FutureWarning, DeprecationWarning))],
        "missing": sorted(wanted - given), "unexpected": sorted(given - wanted), "weights": len(given),
    }
    with open(result_file, "w", encoding="utf-8") as file:
        json.dump(result, file)


main(*sys.argv[1:])
