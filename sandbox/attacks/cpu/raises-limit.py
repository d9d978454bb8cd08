# attack: raises its own limits
# problem: add
# strict: wrong answer
try:
    import resource

    for limit in (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_NPROC):
        try:
            resource.setrlimit(limit, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        except Exception:
            pass
    limited = resource.getrlimit(resource.RLIMIT_CPU)[0] < 3600
except Exception:
    limited = True


def add(a, b):
    return None if limited else a + b
