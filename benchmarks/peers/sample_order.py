"""Which samples `assay train` takes for which update.

A twin of `TrainingRecipe.batch` and `KeyedRandom` (Sources/Training). The runs check it: both sides report how many
tokens and labels each update saw, and those must be equal.
"""

from __future__ import annotations

_MASK = (1 << 64) - 1
_STEP = 0x9E3779B97F4A7C15


def batches(samples: int, updates: int, size: int, seed: int) -> list[list[int]]:
    """For each update the places of its samples; every epoch has an order of its own."""
    per_epoch = -(-samples // size)
    result = []
    for update in range(updates):
        order = _permutation(_key(seed, _number("order"), update // per_epoch), samples)
        start = update % per_epoch * size
        result.append(order[start:start + size])
    return result


def _permutation(key: int, count: int) -> list[int]:
    order = list(range(count))
    for place in range(count - 1, 0, -1):
        word = _mix(key + (place + 1) * _STEP)
        other = word * (place + 1) >> 64
        order[place], order[other] = order[other], order[place]
    return order


def _key(*parts: int) -> int:
    key = 0x243F6A8885A308D3
    for part in parts:
        key = _mix(key + _STEP + _mix(part))
    return key


def _number(name: str) -> int:
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = (value ^ byte) * 0x100000001B3 & _MASK
    return value


def _mix(value: int) -> int:
    value &= _MASK
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & _MASK
    value = (value ^ value >> 27) * 0x94D049BB133111EB & _MASK
    return value ^ value >> 31
