"""What pandas, huggingface_hub and inspect_ai read of a report's files: read_reports.py KIND FOLDER RESULT."""

import json
import sys
from pathlib import Path

CHECKS = []


def check(what: str, holds: bool, detail: object = "") -> None:
    CHECKS.append({"what": what, "holds": bool(holds), "detail": str(detail)})


def tables(folder: Path) -> None:
    import pandas

    report = json.loads((folder / "report.json").read_text())
    long = pandas.read_csv(folder / "long.csv")
    kinds = {name: str(long[name].dtype) for name in long.columns}
    numbers = ["value", "low", "high", "standard_error", "difference", "p", "p_holm", "version"]
    check("pandas: numbers are numbers", all(kinds[name] in ("float64", "int64") for name in numbers), {n: kinds[n] for n in numbers})
    check("pandas: counts are whole numbers", kinds["n"] == kinds["unscored"] == "int64", kinds["n"])
    truths = ["not_different_from_best", "published"]
    check("pandas: truths are truths", all(kinds[name] == "bool" for name in truths), {n: kinds[n] for n in truths})
    cells = {(c["row"], column["title"]): c["value"] for column in report["columns"] + report["summaries"] for c in column["cells"]}
    found = {(row["row"], row["column"]): row["value"] for _, row in long.iterrows()}
    check("pandas: values of the long table are those of the JSON, to the bit", found == cells, f"{len(found)} cells")
    wide = pandas.read_csv(folder / "wide.csv").set_index("model")
    titles = [column["title"] for column in report["columns"] + report["summaries"]]
    check("pandas: the wide table has a column for each task, and numbers in it", all(str(wide[t].dtype) == "float64" for t in titles), list(wide.columns))
    same = {(row, title): wide.loc[row, title] for row, title in cells} == cells
    check("pandas: values of the wide table are those of the JSON, to the bit", same, f"{len(wide)} models")


def hub(folder: Path) -> None:
    import yaml
    from huggingface_hub import ModelCard, parse_eval_result_entries
    from huggingface_hub.repocard_data import model_index_to_eval_results

    card = ModelCard.load(folder / "card.md")
    check("huggingface_hub: ModelCard takes the front matter", card.data.license == "mit" and card.data.language == ["en"], card.data.model_name)
    index = yaml.safe_load(card.content.split("---\n")[1])["model-index"]
    name, results = model_index_to_eval_results(index)
    datasets = sorted(result.dataset_type for result in results)
    check("huggingface_hub: model-index has the datasets that were asked whole", datasets == ["allenai/ai2_arc", "ehovy/race", "openai/gsm8k"], datasets)
    check("huggingface_hub: model-index has numbers, and the model's name", name == card.data.model_name and all(isinstance(r.metric_value, float) for r in results), name)
    for result in card.data.eval_results:
        result.validate() if hasattr(result, "validate") else None
    entries = parse_eval_result_entries(yaml.safe_load((folder / "results.yaml").read_text()))
    check("huggingface_hub: .eval_results are entries with a task", [(e.dataset_id, e.task_id) for e in entries] == [("openai/gsm8k", "gsm8k")], entries[0].notes if entries else "none")
    value = next(r.metric_value for r in results if r.dataset_type == "openai/gsm8k")
    check("huggingface_hub: both have the same number", bool(entries) and entries[0].value == value, value)


def logs(folder: Path) -> None:
    from inspect_ai.log import list_eval_logs, read_eval_log, read_eval_log_sample, read_eval_log_sample_summaries

    names = list_eval_logs(str(folder / "logs"))
    results = json.loads((folder / "run/results.json").read_text())["results"]
    tasks = sorted(name for name in results if (folder / f"run/samples_{name}.jsonl").exists())
    check("inspect_ai: finds a log for each task, by their names", sorted(n.task.replace("-", "_") for n in names) == tasks, [n.task for n in names])
    for name in names:
        log = read_eval_log(name)
        own = results[log.eval.task]
        scores = {score.name: score.metrics["mean"].value for score in log.results.scores}
        same = all(value == own[key if "," in key else key + ",none"] for key, value in scores.items())
        check(f"inspect_ai: {log.eval.task}: means are the run's", log.status == "success" and bool(scores) and same, scores)
        whole = len(log.samples) == log.results.total_samples and all(s.input and s.output.choices and s.scores for s in log.samples)
        check(f"inspect_ai: {log.eval.task}: samples are whole", whole, len(log.samples))
        for metric, mean in scores.items():
            values = [s.scores[metric].as_float() for s in log.samples if metric in s.scores]
            check(f"inspect_ai: {log.eval.task}: {metric} of the samples gives that mean", abs(sum(values) / len(values) - mean) < 1e-9, mean)
        summaries = read_eval_log_sample_summaries(name)
        one = read_eval_log_sample(name, id=summaries[-1].id)
        check(f"inspect_ai: {log.eval.task}: a sample by its id, as the viewer reads it", one.input == log.samples[-1].input, one.id)


def main() -> None:
    kind, folder = sys.argv[1], Path(sys.argv[2])
    if kind == "drawn":
        tables(folder)
        hub(folder)
    else:
        logs(folder)
    Path(sys.argv[3]).write_text(json.dumps(CHECKS))


main()
