"""Usage: encode_texts.py TOKENIZER.json TEXTS.jsonl IDS.txt RESULT.json. Encodes texts with Hugging Face's tokenizers.

A JSON string on each line of the texts, a line of ids for each. The result: seconds of the encoding alone.
"""

import json
import os
import sys
import time
from pathlib import Path

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"

from tokenizers import Tokenizer  # noqa: E402


def main(tokenizer_file: str, texts_file: str, ids_file: str, result_file: str) -> None:
    tokenizer = Tokenizer.from_file(tokenizer_file)
    with open(texts_file, encoding="utf-8") as file:
        texts = [json.loads(line) for line in file]
    start = time.perf_counter()
    ids = [tokenizer.encode(text, add_special_tokens=False).ids for text in texts]
    seconds = time.perf_counter() - start
    Path(ids_file).write_text("".join(" ".join(map(str, some)) + "\n" for some in ids))
    Path(result_file).write_text(json.dumps({"seconds": seconds}))


main(*sys.argv[1:])
