"""Whether two programs gave the same answers, item by item."""

from __future__ import annotations

import math

from comparison import Check, relative

# On a log-likelihood, nats: as the parity tests of this repository have it.
RELATIVE, ABSOLUTE = 2e-5, 1e-4


def agreement(peer: dict, assay: dict) -> list[Check]:
    """Both: `items` by task (id, filter, prompts, continuations, answers, scores), `metrics` by task."""
    pairs = []
    for task, theirs in peer["items"].items():
        ours = {(item["id"], item["filter"]): item for item in assay["items"][task]}
        pairs += [(item, ours.get((item["id"], item["filter"]))) for item in theirs]
    missing = sum(own is None for _, own in pairs)
    surplus = sum(map(len, assay["items"].values())) - (len(pairs) - missing)
    pairs = [(item, own) for item, own in pairs if own is not None]
    asked = [(a["prompts"], a["continuations"]) == (b["prompts"], b["continuations"]) for a, b in pairs]
    checks = [Check(
        "items and prompts", bool(pairs) and not missing and not surplus and all(asked),
        f"{len(pairs)} samples; {missing} missing, {surplus} too many, {asked.count(False)} with other prompts")]
    if any(item["continuations"] for item, _ in pairs):
        checks.append(log_likelihoods(pairs))
    else:
        checks.append(completions(pairs))
    checks += [scores(pairs), metrics(peer["metrics"], assay["metrics"], pairs)]
    return checks


def log_likelihoods(pairs: list) -> Check:
    numbers = [(a, b) for item, own in pairs for a, b in zip(item["answers"], own["answers"], strict=True)]
    beyond = sum(not is_close(a, b) for a, b in numbers)
    worst = max((relative(b, a) for a, b in numbers), default=math.inf)
    nats = max((abs(b - a) for a, b in numbers), default=math.inf)
    return Check(
        f"log-likelihoods within {RELATIVE:.0e} relative or {ABSOLUTE:.0e} nats", beyond == 0,
        f"{beyond} of {len(numbers)} beyond; largest difference {worst:.1e} relative, {nats:.1e} nats")


def completions(pairs: list) -> Check:
    # The harness decodes a completion as a text of its own and loses the first token's space (README, "Deviations").
    def texts(item: dict) -> list[str]:
        return [text.strip() for text in item["answers"]]

    differing = [item["id"] for item, own in pairs if texts(item) != texts(own)]
    return Check(
        "the same completions", not differing,
        f"{len(differing)} of {len(pairs)} differ" + (f", the first: item {differing[0]}" if differing else ""))


def scores(pairs: list) -> Check:
    """A score may differ only where the two best choices are as near as the log-likelihoods' tolerance."""
    near, wrong, undefined = [], [], 0
    for item, own in pairs:
        for name, score in item["scores"].items():
            if math.isnan(score):
                # The harness's mc2 underflows where all answers are very improbable (README, "Deviations").
                undefined += 1
            elif not abs(score - own["scores"][name]) <= 2 * RELATIVE + 1e-9:
                (near if is_near_tie(item, own, name) else wrong).append(f"{name} of item {item['id']}")
    detail = f"{len(pairs)} samples, {len(wrong)} with other scores"
    if wrong:
        detail += f" ({', '.join(wrong[:3])})"
    if near:
        detail += f"; near ties decided otherwise: {', '.join(near)}"
    if undefined:
        detail += f"; {undefined} are NaN for the peer"
    return Check("scores of each item", not wrong, detail)


def is_near_tie(item: dict, own: dict, name: str) -> bool:
    """Whether the choice that Assay ranks first is, by the peer's numbers, as good as the peer's."""
    if not item["continuations"] or name not in ("acc", "acc_norm"):
        return False
    lengths = [len(text) - 1 if name == "acc_norm" else 1 for text in item["continuations"]]
    if any(length < 1 for length in lengths):
        return False
    theirs = [value / length for value, length in zip(item["answers"], lengths)]
    ours = [value / length for value, length in zip(own["answers"], lengths)]
    first = max(range(len(ours)), key=ours.__getitem__)
    best = max(range(len(theirs)), key=theirs.__getitem__)
    room = sum(max(ABSOLUTE, RELATIVE * abs(item["answers"][i])) / lengths[i] for i in (first, best))
    return first != best and theirs[best] - theirs[first] <= room


def metrics(peer: dict, assay: dict, pairs: list) -> Check:
    """The means, as both report them. One item decided otherwise by a near tie moves a mean by 1/n."""
    compared, worst, undefined = 0, 0.0, 0
    for task, values in peer.items():
        for name, value in values.items():
            if "stderr" in name or name not in assay[task]:
                continue
            if math.isnan(value):
                undefined += 1
                continue
            compared += 1
            worst = max(worst, abs(value - assay[task][name]))
    return Check(
        "metrics", compared + undefined > 0 and (worst <= 2 * RELATIVE + 1e-9 or has_near_tie(pairs)),
        f"{compared} compared, largest difference {worst:.1e}; {undefined} are NaN for the peer")


def has_near_tie(pairs: list) -> bool:
    return any(is_near_tie(item, own, name) for item, own in pairs for name in item["scores"])


def is_close(a: float, b: float) -> bool:
    return abs(a - b) <= max(ABSOLUTE, RELATIVE * abs(a))
