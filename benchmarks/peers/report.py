"""What is printed and written: a table of ratios, the checks, a JSON file."""

from __future__ import annotations

import dataclasses
import json
import os
import platform
import statistics
from pathlib import Path

from measurement import Result, Row


def markdown(name: str, about: str, results: list[Result]) -> str:
    lines = [f"\n## {name}\n", about, ""]
    if any(result.rows for result in results):
        lines += [
            "| work | figure | peer | peer's | Assay's | ratio |",
            "| --- | --- | --- | ---: | ---: | ---: |",
        ]
        lines += [_line(row) for result in results for row in result.rows]
        lines.append("")
    for result in results:
        for check in result.checks:
            lines.append(f"- {'agree' if check.holds else '**DIFFER**'}: {result.case}: {check.what}: {check.detail}")
        lines += [f"- note: {result.case}: {note}" for note in result.notes]
    return "\n".join(lines)


def _line(row: Row) -> str:
    ratio = "–" if row.ratio is None else f"{row.ratio:.2f}"
    cells = [row.case, row.figure, row.peer, _median(row.peer_values, row.unit), _median(row.assay_values, row.unit)]
    return "| " + " | ".join([*cells, ratio]) + " |"


def _median(values: list[float], unit: str) -> str:
    if not values:
        return "none"
    text = f"{_number(statistics.median(values))} {unit}"
    if len(values) > 1:
        text += f" ({_number(min(values))}–{_number(max(values))})"
    return text


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def machine(threads: int) -> dict[str, object]:
    """The circumstances: without them a figure says nothing."""
    cpu = platform.processor() or platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                cpu = line.partition(":")[2].strip()
                break
    except OSError:
        pass
    load = [round(part, 2) for part in os.getloadavg()]
    return {"processor": cpu, "processors": os.cpu_count(), "threads": threads, "load": load}


def write(path: Path, circumstances: dict[str, object], results: dict[str, list[Result]]) -> None:
    """The same as JSON, put in its place in one step."""
    content = {
        "machine": circumstances,
        "comparisons": {
            name: [
                dataclasses.asdict(result)
                | {"rows": [dataclasses.asdict(row) | {"ratio": row.ratio} for row in result.rows]}
                for result in some
            ]
            for name, some in results.items()
        },
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(path.name + ".part")
    aside.write_text(json.dumps(content, indent=1) + "\n")
    aside.replace(path)
