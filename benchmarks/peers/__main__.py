"""Runs peers and Assay on the same work: `python3 benchmarks/peers`, or `make peers`. README.md says more."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

import adapter
import embedding
import gating
import gguf
import lora
import merging
import real
import report
import reports
import scoring
import serve
import tokenizing
from comparison import Comparison, Failure
from environments import PEERS
from measurement import Result, failed, measure
from workbench import ROOT, Workbench

COMPARISONS: list[Comparison] = [
    lora.COMPARISON, adapter.COMPARISON, scoring.COMPARISON, merging.COMPARISON, embedding.COMPARISON,
    gating.COMPARISON, tokenizing.COMPARISON, reports.COMPARISON,
    gguf.COMPARISON, real.COMPARISON, serve.COMPARISON,
]


def main() -> int:
    options = arguments()
    if sys.version_info < (3, 11):
        raise Failure("python3", "is " + sys.version.split()[0], "3.11 or later, which the peers need")
    chosen = [c for c in COMPARISONS if not options.only or c.name in options.only.split(",")]
    missing = {c.name: missing_data(c, Workbench.default_shared()) for c in chosen}
    # Where there is nothing to run, nothing is installed.
    runnable = [c for c in chosen if missing[c.name] is None]
    bench = workbench(options, uses_peers=any(c.uses_peers for c in runnable)) if runnable else None
    circumstances = report.machine(options.threads)
    print("# Peers and Assay\n")
    print("Medians (least–greatest). A ratio above 1: Assay is faster, or needs less.")
    print("Machine: " + ", ".join(f"{key} {value}" for key, value in circumstances.items()), flush=True)
    results: dict[str, list[Result]] = {}
    for comparison in chosen:
        if bench is None or missing[comparison.name]:
            print(f"\n## {comparison.name}\n\nskipped: {missing[comparison.name]} is not there", flush=True)
            continue
        results[comparison.name] = compare(comparison, bench)
        print(report.markdown(comparison.name, comparison.about, results[comparison.name]), flush=True)
        report.write(Path(options.json), circumstances, results)
    holds = all(check.holds for some in results.values() for result in some for check in result.checks)
    return 0 if holds else 1


def compare(comparison: Comparison, bench: Workbench) -> list[Result]:
    """All cases; one that fails does not keep the others from running."""
    try:
        cases = comparison.prepare(bench)
    except Failure as error:
        return [failed("preparation", error)]
    results = []
    for case in cases:
        try:
            results.append(measure(comparison, case, bench))
        except Failure as error:
            results.append(failed(case.name, error))
    return results


def missing_data(comparison: Comparison, shared: Path | None) -> str | None:
    if not comparison.needs:
        return None
    if shared is None:
        return "../shared (or ASSAY_SHARED)"
    return next((f"../shared/{path}" for path in comparison.needs if not (shared / path).exists()), None)


def workbench(options: argparse.Namespace, uses_peers: bool) -> Workbench:
    assay = Workbench.default_assay()
    if not assay.exists():
        raise Failure(str(assay), "is not there", "'make release' builds it; ASSAY_BINARY names another one")
    work = Path(options.work).absolute()
    work.mkdir(parents=True, exist_ok=True)
    return Workbench(
        python=PEERS.python() if uses_peers else Path(sys.executable), assay=assay, shared=Workbench.default_shared(), work=work, threads=options.threads,
        turns=1 if options.quick else options.turns, quick=options.quick, limit=options.limit)


def arguments() -> argparse.Namespace:
    names = ", ".join(c.name for c in COMPARISONS)
    parser = argparse.ArgumentParser(prog="benchmarks/peers", description="Side-by-side runs of other tools and Assay.")
    parser.add_argument("--only", metavar="NAMES", help=f"of {names}; separated by commas")
    parser.add_argument("--turns", type=int, default=3, help="runs of each side of a timed case (default: 3)")
    parser.add_argument("--quick", action="store_true", help="one turn, less work")
    parser.add_argument("--threads", type=int, default=2, help="threads of both sides (default: 2)")
    parser.add_argument(
        "--limit", type=float, default=300, metavar="SECONDS", help="for peer settings that may be hopeless: bf16")
    parser.add_argument("--work", default=str(ROOT / ".build/peers"), help="folder for models, data, runs")
    parser.add_argument("--json", default=str(ROOT / ".build/peers/results.json"), help="file for all numbers")
    options = parser.parse_args()
    unknown = set((options.only or "").split(",")) - {c.name for c in COMPARISONS} - {""}
    if unknown:
        parser.error(f"--only: there is no {', '.join(sorted(unknown))}; there are {names}")
    if options.turns < 1 or options.threads < 1 or options.limit <= 0:
        parser.error("--turns, --threads and --limit are at least 1")
    return options


if __name__ == "__main__":
    # Ends as an exception does, so that no child is left behind.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        sys.exit(main())
    except Failure as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
