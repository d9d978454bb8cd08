"""Usage: train_lora.py JOB.json STEPS.jsonl. Trains a LoRA adapter as PEFT and transformers do; a line an update.

The job: model, data (prompt and completion a line), batches (lists of places in it), dtype, rate, clip, betas, epsilon,
and either adapter (a PEFT folder to start from) or lora (arguments of LoraConfig).
"""

import json
import sys
import time

import peft
import torch
import transformers


def encoded(job: dict) -> list[tuple[list[int], list[int]]]:
    """Ids and labels of each record: BOS, prompt and completion, EOS; the prompt's own tokens are masked."""
    tokenizer = transformers.AutoTokenizer.from_pretrained(job["model"])
    samples = []
    with open(job["data"], encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            prompt = tokenizer.encode(record["prompt"], add_special_tokens=False)
            whole = tokenizer.encode(record["prompt"] + record["completion"], add_special_tokens=False)
            ids = [tokenizer.bos_token_id, *whole, tokenizer.eos_token_id]
            masked = 1 + len(prompt)
            samples.append((ids, [-100] * masked + ids[masked:]))
    return samples


def collated(samples: list[tuple[list[int], list[int]]]) -> dict[str, torch.Tensor]:
    """Padded on the right to the longest of the batch."""
    longest = max(len(ids) for ids, _ in samples)

    def rows(part: int, filler: int) -> torch.Tensor:
        return torch.tensor([sample[part] + [filler] * (longest - len(sample[part])) for sample in samples])

    mask = torch.tensor([[1] * len(ids) + [0] * (longest - len(ids)) for ids, _ in samples])
    return {"input_ids": rows(0, 0), "labels": rows(1, -100), "attention_mask": mask}


def adapted(job: dict) -> torch.nn.Module:
    base = transformers.AutoModelForCausalLM.from_pretrained(job["model"], dtype=getattr(torch, job["dtype"]))
    base.config.use_cache = False
    if "adapter" in job:
        return peft.PeftModel.from_pretrained(base, job["adapter"], is_trainable=True)
    torch.manual_seed(0)
    return peft.get_peft_model(base, peft.LoraConfig(task_type="CAUSAL_LM", **job["lora"]))


def main(job_file: str, steps_file: str) -> None:
    with open(job_file, encoding="utf-8") as file:
        job = json.load(file)
    samples = encoded(job)
    model = adapted(job)
    model.train()
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        trained, lr=job["rate"], betas=tuple(job["betas"]), eps=job["epsilon"], weight_decay=0.0)
    with open(steps_file, "w", encoding="utf-8") as steps:
        for batch in job["batches"]:
            start = time.perf_counter()
            chosen = [samples[place] for place in batch]
            inputs = collated(chosen)
            loss = model(**inputs).loss
            loss.backward()
            norm = torch.nn.utils.clip_grad_norm_(trained, job["clip"])
            optimizer.step()
            optimizer.zero_grad()
            step = {
                "loss": loss.item(), "gradient_norm": norm.item(), "seconds": time.perf_counter() - start,
                "tokens": sum(len(ids) for ids, _ in chosen), "padded": inputs["input_ids"].numel(),
                "labels": sum(label != -100 for _, labels in chosen for label in labels),
            }
            # A run may be stopped at its time limit: what is done must stand there.
            steps.write(json.dumps(step) + "\n")
            steps.flush()


main(*sys.argv[1:])
