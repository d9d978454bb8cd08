"""Overlaps of errors, which the page counts and `assay analyze errors` counts: the same numbers."""

import json

from checks import check, equal, texts
from contents import Contents


def overlaps(browser, page, analysis):
    with open(analysis, encoding="utf-8") as file:
        found = json.load(file)
    summary = Contents(page).summary
    names = [run["name"] for run in summary["runs"]]
    metrics = {task["id"]: task["metrics"] for task in summary["tasks"]}
    check("tasks of which the first metric is not the one that counts", any(metrics[task["protocol"]][0] != task["metric"] for task in found["tasks"]))
    for task in found["tasks"]:
        for overlap in filter(None, task["overlaps"]):
            compare(browser, page, names, task, metrics[task["protocol"]].index(task["metric"]), overlap)


def compare(browser, page, names, task, metric, overlap):
    parents = ",".join(str(names.index(parent)) for parent in overlap["parents"])
    for merge in overlap["merges"]:
        where = task["title"] + ", " + merge["merge"] + ": "
        browser.open(page, "#view=overlap&parents=%s&merge=%d&task=%s&metric=%d" % (parents, names.index(merge["merge"]), task["protocol"], metric))
        browser.wait("return document.querySelector('.left-out')", where + "the tables")
        equal(where + "items", plain(texts(browser, "main > div > p.quiet")[0]), head(overlap))
        rows = browser.run("""return [...document.querySelectorAll('main details:not(.choose-runs) tbody tr')]
            .map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent))""")
        wanted = [[", ".join(region["missed_by"]), str(region["items"])] for region in overlap["regions"][:24]]
        equal(where + "error sets", [[plain(cell) for cell in row] for row in rows], wanted)
        shown = [plain(text) for text in texts(browser, "section figure text")]
        for group in merge["by_wrong_parents"]:
            check(where + "%d wrong" % group["wrong"], not group["items"] or "n %d" % group["items"] in shown, str(shown))
            check(where + "%d wrong, right" % group["wrong"], not group["items"] or points(group["share"]) in shown, str(shown))
        rows = browser.run("return [...document.querySelectorAll('.left-out tbody tr')].map((r) => [...r.querySelectorAll('td')].map((c) => c.textContent))")
        wanted = [[str(one["cases"]), points(share(one, "merge_right")), points(share(one, "parent_right"))] for one in merge["parent_left_out"]["by_wrong_others"]]
        equal(where + "a parent left out", [[plain(cell) for cell in row] for row in rows], wanted)


def head(overlap):
    common = sum(region["items"] for region in overlap["regions"] if len(region["missed_by"]) == len(overlap["parents"]))
    return "%d %s with a score of every model; %d missed by none, %d by all." % (
        overlap["items"], "item" if overlap["items"] == 1 else "items", overlap["missed_by_none"], common)


def share(one, key):
    return one[key] / one["cases"] if one["cases"] else None


def points(value):
    """As the page writes a share."""
    return "–" if value is None else "%.1f" % (100 * value)


def plain(text):
    """Without the spaces within large numbers."""
    return text.replace("\u202f", "")
