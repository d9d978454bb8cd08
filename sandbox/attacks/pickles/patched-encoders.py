# attack: patches everything that its own side might encode answers with
# problem: add
# strict: crashed
# reference: wrong answer
import ast
import builtins
import json
import marshal
import pickle
import struct

for module, names in (
    (pickle, ("dumps", "dump", "loads", "load", "Pickler")),
    (marshal, ("dumps", "loads")),
    (json, ("dumps", "loads")),
    (struct, ("pack", "unpack")),
    (ast, ("literal_eval",)),
    (builtins, ("repr", "str", "type", "isinstance", "len", "int", "bytes")),
):
    for name in names:
        setattr(module, name, lambda *arguments, **options: b"passed")


def add(a, b):
    return None
