"""Usage: embed_texts.py JOB.json RESULT.json. Embeds texts with sentence-transformers.

The job: model, texts (a JSON file with a list), dtype, batch, vectors (an .npy file to write). The result: seconds of
the encoding alone, positions that were computed, and tokens among them.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer


def main(job_file: str, result_file: str) -> None:
    job = json.loads(Path(job_file).read_text())
    texts = json.loads(Path(job["texts"]).read_text(encoding="utf-8"))
    model = SentenceTransformer(
        job["model"], device="cpu", local_files_only=True, model_kwargs={"dtype": getattr(torch, job["dtype"])})
    counts = {"positions": 0, "tokens": 0}

    def count(module: torch.nn.Module, inputs: tuple) -> None:
        mask = inputs[0]["attention_mask"]
        counts["positions"] += mask.numel()
        counts["tokens"] += int(mask.sum())

    model[0].register_forward_pre_hook(count)
    start = time.perf_counter()
    vectors = model.encode(texts, batch_size=job["batch"], show_progress_bar=False, convert_to_numpy=True)
    seconds = time.perf_counter() - start
    np.save(job["vectors"], vectors.astype(np.float32))
    Path(result_file).write_text(json.dumps({"seconds": seconds} | counts))


main(*sys.argv[1:])
