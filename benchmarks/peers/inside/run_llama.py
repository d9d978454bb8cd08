"""Usage: run_llama.py FILE.gguf REQUESTS.jsonl RESULT.json THREADS. Loads a GGUF file in llama.cpp and scores continuations.

A request is {"context", "continuation"}. The result: log-likelihoods, token ids of each context with its continuation, seconds.
Keys and values in float32 and no fused attention, so that as little as can be is rounded. `speed` in a request's place: tokens a
second of one long text, and of one stream.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from llama_cpp import Llama


def log_softmax(rows: np.ndarray) -> np.ndarray:
    wide = rows.astype(np.float64)
    wide -= wide.max(axis=1, keepdims=True)
    return wide - np.log(np.exp(wide).sum(axis=1, keepdims=True))


def scored(model: Llama, request: dict) -> dict:
    def ids(text: str) -> list[int]:
        return model.tokenize(text.encode(), add_bos=True, special=False)

    context, whole = ids(request["context"]), ids(request["context"] + request["continuation"])
    model.reset()
    model.eval(whole)
    rows = log_softmax(np.array(model.scores[:len(whole) - 1]))
    start = max(len(context), 1)
    total = sum(rows[place - 1, whole[place]] for place in range(start, len(whole)))
    return {"score": float(total), "ids": whole}


def speed(path: str, threads: int) -> dict:
    """As llama.cpp runs by itself: 512 tokens at once, then 64 one by one."""
    model = Llama(path, n_ctx=1024, n_batch=512, n_ubatch=512, n_threads=threads, n_threads_batch=threads, verbose=False)
    text = model.tokenize(("The sky above the port was the colour of television. " * 64).encode())[:512]
    model.eval(text[:8])
    model.reset()
    start = time.perf_counter()
    model.eval(text)
    prefill = time.perf_counter() - start
    start = time.perf_counter()
    for place in range(64):
        model.eval([text[place]])
    return {"prefill": len(text) / prefill, "stream": 64 / (time.perf_counter() - start)}


def main(path: str, requests: str, result: str, threads: str) -> None:
    if requests == "speed":
        Path(result).write_text(json.dumps(speed(path, int(threads))))
        return
    model = Llama(path, n_ctx=512, logits_all=True, n_threads=int(threads), type_k=0, type_v=0, flash_attn=False, verbose=False)
    lines = [json.loads(line) for line in open(requests, encoding="utf-8")]
    Path(result).write_text(json.dumps([scored(model, line) for line in lines]))


main(*sys.argv[1:])
