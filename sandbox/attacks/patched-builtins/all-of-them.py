# attack: replaces every builtin that a test could use
# problem: common
# strict: forbidden call
# reference: exception
import builtins

builtins.set = lambda items=(): 0
builtins.sorted = lambda items, **options: [3, 4]
builtins.len = lambda items: 0
builtins.isinstance = lambda thing, kind: True
builtins.all = builtins.any = lambda items: True


def common(first, second):
    return None
