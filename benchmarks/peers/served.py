"""A server as a child process, for as long as it is asked."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from comparison import Failure


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(
    command: Sequence[str | Path], port: int, environment: dict[str, str], log: Path, patience: float = 300
) -> Iterator[str]:
    """The URL of what the command serves at that port, once it has a list of models."""
    url = f"http://127.0.0.1:{port}"
    with open(log, "wb") as output:
        child = subprocess.Popen(
            [str(word) for word in command], env=environment, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT)
        try:
            end = time.monotonic() + patience
            while True:
                if child.poll() is not None or time.monotonic() > end:
                    raise Failure(str(command[0]), "does not serve", f"a server; its output is in {log}")
                with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                    urllib.request.urlopen(url + "/v1/models", timeout=5).close()
                    break
                time.sleep(0.2)
            yield url
        finally:
            child.terminate()
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
