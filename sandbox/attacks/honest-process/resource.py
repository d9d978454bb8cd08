# attack: none, an honest program that measures what it uses; the harness hides the module
# problem: own
# strict: passed
# reference: exception
import resource


def measured():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    return usage.ru_utime >= 0, usage.ru_maxrss > 0, soft <= hard


# tests
assert measured() == (True, True, True)
