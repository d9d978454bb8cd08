"""Where things lie, and how both sides are started."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import process

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


@dataclass(frozen=True)
class Workbench:
    """What every comparison is given."""

    python: Path
    assay: Path
    shared: Path | None
    work: Path
    threads: int
    turns: int
    quick: bool
    # Seconds for a setting of the peer that may be hopeless.
    limit: float

    @staticmethod
    def default_assay() -> Path:
        named = os.environ.get("ASSAY_BINARY")
        return Path(named).absolute() if named else ROOT / ".build/release/assay"

    @staticmethod
    def default_shared() -> Path | None:
        path = Path(os.environ.get("ASSAY_SHARED") or ROOT.parent / "shared").absolute()
        return path if (path / "data").is_dir() else None

    @property
    def environment(self) -> dict[str, str]:
        """The same number of threads for every library, and no network."""
        count = str(self.threads)
        return os.environ | {
            "OMP_NUM_THREADS": count, "MKL_NUM_THREADS": count, "RAYON_NUM_THREADS": count,
            "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_EVALUATE_OFFLINE": "1",
            "HF_HOME": str(self.work / "huggingface"), "HF_HUB_DISABLE_TELEMETRY": "1", "PYTHONDONTWRITEBYTECODE": "1",
        }

    def run_peer(
        self, script: str, *arguments: str | Path, log: Path, limit: float | None = None, python: Path | None = None
    ) -> process.Ran:
        """Runs one of the scripts in `inside/` with the peers' Python, or another one."""
        command = [python or self.python, HERE / "inside" / script, *arguments]
        return process.run(command, self.environment, log, limit)

    def run_assay(self, *arguments: str | Path, log: Path) -> process.Ran:
        return process.run([self.assay, *arguments, "--threads", str(self.threads)], self.environment, log)

    def fresh_folder(self, *parts: str) -> Path:
        """An empty folder below the work folder."""
        path = self.work.joinpath("runs", *parts)
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        return path
