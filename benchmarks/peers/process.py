"""Child processes: wall clock, peak memory, a time limit."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from comparison import Failure


@dataclass(frozen=True)
class Ran:
    """A process that has ended."""

    # From start to end, loading and all.
    seconds: float
    # Of all its threads, user's and system's.
    cpu_seconds: float
    # Highest resident set, bytes, as the kernel tells it of this child alone.
    peak: int
    timed_out: bool

    @property
    def figures(self) -> dict[str, float]:
        return {"wall": self.seconds, "cpu": self.cpu_seconds, "peak": self.peak / 1e6}


def run(command: Sequence[str | Path], environment: dict[str, str], log: Path, limit: float | None = None) -> Ran:
    """Runs a command to its end; what it prints goes to `log`.

    A run that is stopped at its time limit (seconds) says so; any other end but exit code 0 is a failure.
    """
    words = [str(word) for word in command]
    with open(log, "wb") as output:
        start = time.perf_counter()
        try:
            child = subprocess.Popen(
                words, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                start_new_session=True)
        except OSError as error:
            raise Failure(words[0], f"cannot be started: {error.strerror}", "an executable file") from error
        stopped = threading.Event()
        timer = threading.Timer(limit, lambda: (stopped.set(), _stop(child.pid))) if limit else None
        if timer:
            timer.start()
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except BaseException:
            _stop(child.pid)
            os.wait4(child.pid, 0)
            raise
        finally:
            if timer:
                timer.cancel()
        seconds = time.perf_counter() - start
    # Reaped by wait4; subprocess must not ask for it again.
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0 and not stopped.is_set():
        raise Failure(
            Path(words[0]).name, f"ended with {child.returncode}: {' '.join(words)}",
            f"exit code 0; the end of its output ({log}):\n{_tail(log)}")
    used = usage.ru_utime + usage.ru_stime
    return Ran(seconds, used, usage.ru_maxrss * 1024, child.returncode != 0)


def _stop(pid: int) -> None:
    """Ends the child and what it started: they are a session of their own."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _tail(log: Path, lines: int = 12) -> str:
    text = log.read_text(errors="replace").strip().splitlines()
    return "\n".join("       | " + line[:400] for line in text[-lines:])
