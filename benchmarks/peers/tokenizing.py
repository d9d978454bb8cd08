"""Tokenizers of today's families: Hugging Face's `tokenizers`, and `assay tokenizer encode`."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import process
from comparison import CPU, PEAK, WALL, Case, Check, Comparison, Failure, Figure, Outcome, Side
from workbench import Workbench

FAMILIES = "golden/families/tokenizers"
TEXTS = ["data/corpus/wikitext-2/valid.txt", "data/corpus/wikitext-2/test.txt", "data/corpus/tinyshakespeare.txt"]
TIMED = ["real/llama3", "real/qwen3", "real/gpt2", "real/phi3"]
SPEED = Figure("speed", "MB of text/s, one thread, start and load left out", "MB/s", more_is_better=True)
# What people type and what breaks tokenizers: rare spaces, marks, joined signs, Hangul, quotes, special tokens.
SIGNS = [
    *" \n\t\r abcXYZ0123456789'`.,!?-_()<>|/\\@#$%&*\"", "\u00a0", "\u2003", "\u0085", "\u200b", "\ufeff", "\u3000", "é", "e\u0301",
    "ß", "İ", "\u017f", "ﬁ", "Å", "\u1100\u1161", "한", "日本", "。", "م", "हि", "ก็", "😀", "👨\u200d👩", "\u0300", "½", "²", "٣", "Ⅷ",
    "ǅ", "\u2581", "Ġ", "’", "—", "\x00", "\x0b", "\x7f", "'s", "'LL", "<s>", "</s>", "<|endoftext|>", "<|im_start|>", "<0x0A>",
]


@dataclass(frozen=True)
class Work:
    """One tokenizer and a file of texts, a JSON string on each line."""

    bench: Workbench
    name: str
    folder: Path
    texts: Path

    @property
    def size(self) -> int:
        return sum(len(json.loads(line).encode()) for line in open(self.texts, encoding="utf-8"))

    def peer(self, out: Path) -> Outcome:
        ran = self.bench.run_peer(
            "encode_texts.py", self.folder / "tokenizer.json", self.texts, out / "ids.txt", out / "result.json",
            log=out / "log.txt")
        seconds = json.loads((out / "result.json").read_text())["seconds"]
        return Outcome(ran.figures | {"speed": self.size / 1e6 / seconds}, out / "ids.txt")

    def assay(self, out: Path) -> Outcome:
        """A run of a single text takes as long as start and load."""
        one = out / "one.jsonl"
        one.write_text('"a"\n')
        alone = self.encoded(one, out / "one.txt")
        ran = self.encoded(self.texts, out / "ids.txt")
        seconds = ran.seconds - alone.seconds
        return Outcome(ran.figures | ({"speed": self.size / 1e6 / seconds} if seconds > 0 else {}), out / "ids.txt")

    def encoded(self, texts: Path, ids: Path) -> process.Ran:
        command = [self.bench.assay, "tokenizer", "encode", self.folder / "tokenizer.json", "--file", texts, "--json-lines"]
        return process.run(command, self.bench.environment, ids)

    def checks(self, done: dict[str, Outcome]) -> list[Check]:
        own, other = (id_lines(done[name].data) for name in ("Assay", "tokenizers"))
        differ = [index for index, pair in enumerate(zip(own, other)) if pair[0] != pair[1]]
        holds = not differ and len(own) == len(other) > 0
        example = f"; the first is text {differ[0]}" if differ else ""
        return [Check("the same ids", holds, f"{len(differ)} of {len(other)} texts have others{example}")]

    def case(self, what: str, is_timed: bool) -> Case:
        return Case(
            f"{self.name.split('/')[-1]}, {what}", [Side("tokenizers", self.peer)], Side("Assay", self.assay),
            checks=self.checks, figures=[SPEED, WALL, CPU, PEAK] if is_timed else [], is_timed=is_timed)


def id_lines(path: Path) -> list[str]:
    """A line of ids for each text, without the warnings that stand before them."""
    return [line for line in path.read_text().splitlines() if not line.startswith("warning: ")]


def unpacked(shared: Path, name: str, folder: Path) -> Path:
    """A folder with tokenizer.json, and the texts of the goldens."""
    source, target = shared / FAMILIES / name, folder / name
    target.mkdir(parents=True, exist_ok=True)
    packed = source / "tokenizer.json.gz"
    if packed.exists():
        with gzip.open(packed) as file:
            (target / "tokenizer.json").write_bytes(file.read())
    else:
        shutil.copyfile(source / "tokenizer.json", target / "tokenizer.json")
    return target


def drawn(shared: Path, name: str, folder: Path, count: int, rng: random.Random) -> Path:
    """Texts of the goldens, each changed in one to twelve places."""
    with gzip.open(shared / FAMILIES / name / "cases.jsonl.gz", "rt", encoding="utf-8", newline="\n") as file:
        known = [case["text"] for case in map(json.loads, file) if case.get("text")]
    tokens = [token["content"] for token in json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["added_tokens"]]
    path = folder / "drawn.jsonl"
    with open(path, "w", encoding="utf-8") as file:
        for _ in range(count):
            text = list(rng.choice(known)[:rng.randint(20, 400)])
            for _ in range(rng.randint(1, 12)):
                change(text, tokens, rng)
            file.write(json.dumps("".join(text)) + "\n")
    return path


def change(text: list[str], tokens: list[str], rng: random.Random) -> None:
    place, kind = rng.randint(0, len(text)), rng.random()
    if kind < 0.5:
        text[place:place] = [rng.choice(SIGNS)] * rng.choice([1, 1, 1, 2, 3, 7])
    elif kind < 0.6:
        sign = chr(rng.choice([rng.randint(0x20, 0x2FF), rng.randint(0x300, 0xD7FF), rng.randint(0xE000, 0x1FFFF)]))
        # The tables of both are of different age: what came after Unicode 3.2 may be told differently (docs/deviations.md).
        text[place:place] = [sign] if unicodedata.ucd_3_2_0.category(sign) != "Cn" else []
    elif kind < 0.75:
        text[place:place] = [rng.choice(tokens)] if tokens else []
    elif kind < 0.9:
        del text[place:place + rng.randint(1, 5)]
    else:
        start = rng.randint(0, len(text))
        text[place:place] = text[start:start + rng.randint(1, 20)]


@dataclass(frozen=True)
class Vocabulary:
    """A GGUF file without weights, texts, and the ids that llama.cpp's tests expect of them."""

    bench: Workbench
    file: Path

    @property
    def texts(self) -> list[str]:
        with open(f"{self.file}.inp", encoding="utf-8", newline="") as file:
            return file.read().split("\n__ggml_vocab_test__\n")

    def recorded(self, out: Path) -> Outcome:
        lines = Path(f"{self.file}.out").read_text(encoding="utf-8").split("\n")
        return Outcome({}, [line.split() for line in lines[:len(self.texts)]])

    def assay(self, out: Path) -> Outcome:
        texts = out / "texts.jsonl"
        texts.write_text("".join(json.dumps(text) + "\n" for text in self.texts))
        command = [self.bench.assay, "tokenizer", "encode", self.file, "--file", texts, "--json-lines"]
        process.run(command, self.bench.environment, out / "ids.txt")
        return Outcome({}, [line.split() for line in id_lines(out / "ids.txt")])

    def checks(self, done: dict[str, Outcome]) -> list[Check]:
        own, other = done["Assay"].data, done["recorded"].data
        same = sum(one == two for one, two in zip(own, other))
        return [Check("the recorded ids", same == len(other) == len(own) > 0, f"{same} of {len(other)} texts")]

    def case(self) -> Case:
        return Case(
            f"{self.file.name}", [Side("recorded", self.recorded)], Side("Assay", self.assay), checks=self.checks, figures=[], is_timed=False)


def vocabularies(bench: Workbench) -> list[Case]:
    """Those of llama.cpp's sources, where ASSAY_LLAMA_CPP names their folder `models`."""
    named = os.environ.get("ASSAY_LLAMA_CPP")
    files = sorted(Path(named).glob("ggml-vocab-*.gguf.inp")) if named else []
    if named and not files:
        raise Failure("ASSAY_LLAMA_CPP", f"{named} holds no ggml-vocab-*.gguf.inp", "the folder models of llama.cpp's sources")
    return [Vocabulary(bench, file.with_suffix("")).case() for file in files]


def prepare(bench: Workbench) -> list[Case]:
    shared, folder = bench.shared, bench.work / "tokenizing"
    assert shared is not None
    names = sorted(f"{kind}/{path.name}" for kind in ("real", "small") for path in (shared / FAMILIES / kind).iterdir())
    if not names:
        raise Failure(str(shared / FAMILIES), "is empty", "tokenizers of several families")
    folders = {name: unpacked(shared, name, folder) for name in names}
    prose = folder / "prose.jsonl"
    text = "".join((shared / path).read_text(encoding="utf-8") for path in TEXTS) * (1 if bench.quick else 3)
    prose.write_text("".join(json.dumps(text[at:at + 4000]) + "\n" for at in range(0, len(text), 4000)), encoding="utf-8")
    timed = [Work(bench, name, folders[name], prose).case("10 MB of prose", True) for name in TIMED if name in folders]
    rng, count = random.Random(7), 100 if bench.quick else -(-100_000 // len(names))
    return timed + [
        Work(bench, name, folders[name], drawn(shared, name, folders[name], count, rng)).case("drawn texts", False)
        for name in names
    ] + vocabularies(bench)


COMPARISON = Comparison(
    name="tokenizing",
    peer="tokenizers",
    about="Prose through four tokenizers, and 100,000 drawn texts through all that the goldens have. Both on one thread.",
    needs=[FAMILIES, *TEXTS],
    prepare=prepare,
)
