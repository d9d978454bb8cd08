"""Uses a page as people do, in headless Chromium, and says what is wrong with it.

    drive.py PAGE demo|hostile|big [FOLDER]     exit code 0 where all is well; pictures go to FOLDER
    drive.py PAGE overlap ANALYSIS              that the overlaps of errors are those of 'assay analyze errors --json'
"""

import os
import sys
import time

from checks import FAILURES, check, equal, listed, overflow, rules, texts
from contents import Contents
from overlaps import overlaps
from webdriver import Browser

KEYS = {"down": "\ue015", "end": "\ue010", "home": "\ue011", "enter": "\ue007", "tab": "\ue004", "space": " "}


def sorting(browser, page):
    browser.open(page, "#view=table")
    equal("nothing is unpacked for the table", browser.run("return window.unpacks || 0"), 0)
    column = "return [...document.querySelectorAll('.leaderboard tbody tr')].map((r) => r.querySelectorAll('td.number')[1].querySelector('.value').textContent)"
    header = "document.querySelectorAll('.leaderboard thead th:has(button)')[3]"
    skip = browser.run("return document.querySelectorAll('.leaderboard thead th:has(button)')[1].textContent === 'Group'")
    header = header if skip else header.replace("[3]", "[2]")
    browser.run(header + ".querySelector('button').focus()")
    browser.press(KEYS["enter"])
    values = [float(value) for value in browser.run(column)]
    equal("sorted downward", values, sorted(values, reverse=True))
    equal("told to readers", browser.run("return %s.getAttribute('aria-sort')" % header), "descending")
    equal("the button keeps the focus", browser.run("return document.activeElement.tagName"), "BUTTON")
    browser.press(KEYS["enter"])
    values = [float(value) for value in browser.run(column)]
    equal("sorted upward", values, sorted(values))
    link = browser.run("return location.hash")
    browser.open(page, link)
    equal("the order has a link", [float(value) for value in browser.run(column)], values)


def items(browser, page, contents):
    place = 0
    task, columns = contents.task(place), contents.outcomes(place)
    base = "#view=items&task=%s&runs=0,1" % task["id"]
    first, second = columns["runs"][0]["scores"], columns["runs"][1]["scores"]
    pairs = list(zip(first, second))
    wanted = {
        "all": len(pairs), "wrong": first.count("0"), "right": first.count("1"), "unscored": first.count("-"),
        "lost": pairs.count(("1", "0")), "gained": pairs.count(("0", "1")),
        "flipped": pairs.count(("1", "0")) + pairs.count(("0", "1")), "none": sum("1" not in pair for pair in pairs)}
    for show, count in wanted.items():
        browser.open(page, base + "&show=" + show)
        equal("filter " + show, listed(browser), count)
    browser.open(page, base + "&show=wrong")
    listed(browser)
    marks = browser.wait("return [...document.querySelectorAll('.row .mark:first-child')].map((m) => m.className)", "rows")
    check("only wrong ones are listed", set(marks) == {"mark wrong"}, str(set(marks)))
    third = len(pairs) // 3
    browser.open(page, base + "&item=" + columns["ids"][third])
    browser.wait("return document.querySelector('.detail h3')", "the item")
    check("a link leads to its item", columns["ids"][third] in texts(browser, ".detail h3")[0])
    equal("and marks it in the list", browser.run("return document.querySelector('[aria-selected=true]').getAttribute('aria-posinset')"), str(third + 1))
    whole = contents.texts(place)[third]
    prompt = texts(browser, ".text.prompt")[0]
    check("its prompt is shown", whole["prompt"][-1000:] == prompt[-len(whole["prompt"][-1000:]):], prompt[-60:])
    equal("two answers side by side", len(texts(browser, ".answer")), 2)
    browser.open(page, browser.run("return document.querySelector('.permalink').getAttribute('href')"))
    browser.wait("return document.querySelector('.detail h3')", "the item by its own link")
    check("the item's own link", columns["ids"][third] in texts(browser, ".detail h3")[0])
    part = task["subtasks"] and columns["subtasks"].count(1)
    if part:
        browser.open(page, base + "&part=1")
        equal("filter by subtask", listed(browser), part)


def keyboard(browser, page, contents):
    columns = contents.outcomes(0)
    browser.open(page, "#view=items&task=%s&runs=0,1" % contents.task(0)["id"])
    listed(browser)
    browser.wait("return document.querySelector('.detail h3')", "the first item")
    browser.run("document.querySelector('.list').focus()")
    browser.press(KEYS["down"], KEYS["down"], KEYS["down"])
    browser.wait("return document.querySelector('[aria-selected=true]')", "a chosen item")
    equal("arrows choose", browser.run("return document.querySelector('[aria-selected=true] .id').textContent"), columns["ids"][2])
    browser.press(KEYS["end"])
    last = columns["ids"][-1]
    browser.wait("return document.querySelector('.detail h3').textContent.includes(%r)" % last, "the last item")
    equal("End goes to the last", browser.run("return document.getElementById(document.querySelector('.list').getAttribute('aria-activedescendant')).getAttribute('aria-posinset')"), str(len(columns["ids"])))
    check("only a few rows exist", browser.run("return document.querySelectorAll('.row').length") < 80)
    browser.open(page)
    browser.press(KEYS["tab"])
    equal("first comes the skip link", browser.run("return document.activeElement.className"), "skip")
    outline = browser.run("return getComputedStyle(document.activeElement).outlineStyle")
    check("the focus is seen", outline != "none", outline)
    browser.press(KEYS["enter"])
    equal("it leads to the content", browser.run("return document.activeElement.id"), "main")


def answers(browser, page, contents):
    """Completions: endings, extraction, verdicts; the search."""
    for place, task in enumerate(contents.summary["tasks"]):
        if task["kind"] == "choice":
            continue
        columns, all_texts = contents.outcomes(place), contents.texts(place)
        base = "#view=items&task=%s&runs=0,1" % task["id"]
        endings = columns["runs"][0]["endings"]
        browser.open(page, base + "&ended=endings:b")
        equal("filter by ending", listed(browser), endings.count("b"))
        if "verdicts" in columns["runs"][0]:
            browser.open(page, base + "&ended=verdicts:c")
            equal("filter by verdict", listed(browser), columns["runs"][0]["verdicts"].count("c"))
        needle = all_texts[5]["answers"][1]["samples"][0]["text"].strip().split()[0]

        def hit(one, number):
            own = [one["prompt"], one.get("target") or "", columns["ids"][number]]
            own += [sample["text"] for run in (0, 1) for sample in (one["answers"][run] or {"samples": []})["samples"]]
            return any(needle.lower() in text.lower() for text in own)

        browser.open(page, base)
        listed(browser)
        browser.run("const box = document.getElementById('search'); box.focus(); box.value = arguments[0]; box.dispatchEvent(new Event('input'))", needle)
        wanted = sum(hit(one, number) for number, one in enumerate(all_texts))
        browser.wait("return document.querySelector('.count').textContent.startsWith('%d of')" % wanted, "the search for %r to find %d" % (needle, wanted))
        browser.open(page, base + "&item=" + columns["ids"][5])
        browser.wait("return document.querySelectorAll('.answer dl').length === 2", "both answers")
        shown = " ".join(texts(browser, ".answer"))
        for sample in all_texts[5]["answers"][0]["samples"]:
            check("the completion is shown", sample["text"] in shown)
            for _, text in sample.get("extracted", []):
                check("what was extracted is shown", text in shown)
            if "verdict" in sample:
                check("the verdict is shown", sample["verdict"][0] in shown)


def overlap(browser, page, contents):
    """Error sets and the merge's answers, counted again here."""
    runs = contents.outcomes(0)["runs"]
    scores = [run["scores"] for run in runs[:3]]
    both = [n for n in range(len(scores[0])) if scores[0][n] != "-" and scores[1][n] != "-"]
    sets = {}
    for n in both:
        sets.setdefault((scores[0][n], scores[1][n]), []).append(n)
    browser.open(page, "#view=overlap&parents=0,1&merge=2&task=" + contents.task(0)["id"])
    browser.wait("return document.querySelector('figure')", "the picture")
    browser.run("document.querySelector('main details:not(.choose-runs)').open = true")
    rows = texts(browser, "main details:not(.choose-runs) tbody td")
    equal("error sets", sorted(map(int, rows)), sorted(len(found) for key, found in sets.items() if "0" in key))
    groups = [sets.get(("1", "1"), []), sets.get(("0", "1"), []) + sets.get(("1", "0"), []), sets.get(("0", "0"), [])]
    shown = texts(browser, "section figure text")
    for wrong, group in enumerate(groups):
        known = [scores[2][n] for n in group if scores[2][n] != "-"]
        if known:
            check("items that %d models miss" % wrong, "n %d" % len(known) in shown, str(shown))
            check("of these right", "%.1f" % (100 * known.count("1") / len(known)) in shown, str(shown))
    # Each of the two parents left out in turn: by whether the other one is wrong.
    for wrong, row in enumerate(browser.run("return [...document.querySelectorAll('.left-out tbody tr')].map((r) => [...r.querySelectorAll('td')].map((c) => c.textContent))")):
        cases = [(n, own) for n in both if scores[2][n] != "-" for own, other in ((0, 1), (1, 0)) if (scores[other][n] != "1") == bool(wrong)]
        shares = [sum(scores[2][n] == "1" for n, _ in cases), sum(scores[own][n] == "1" for n, own in cases)]
        equal("left out, %d wrong" % wrong, row, [str(len(cases))] + ["%.1f" % (100 * share / len(cases)) for share in shares])
    browser.open(page, "#view=overlap&parents=0,1&merge=none&task=" + contents.task(0)["id"])
    browser.wait("return document.querySelector('figure')", "the picture")
    equal("no merge where none is wanted", len(texts(browser, "figure")), 1)


def links(browser, page, contents):
    """What a link asks for and the page lacks is said, and goes with the next choice."""
    known = contents.task(0)["id"]
    for link, said in [("#view=tasks&task=nothing@9", "no task nothing@9"), ("#view=items&task=" + known + "&runs=0,77", "no run 77"),
                       ("#view=nowhere", "no view nowhere"), ("#view=tasks&task=" + known, None), ("#view=overlap&parents=0,1", None)]:
        browser.open(page, link)
        notices = texts(browser, ".missing")
        check("at " + link, (said in notices[0]) if said and notices else said is None and not notices, str(notices))
    browser.open(page, "#view=gate")
    head = texts(browser, "main thead th")
    check("the gate's p is the adjusted one", "p worse, adjusted" in head, str(head))
    cell = texts(browser, "main tbody td:nth-of-type(4)")[0]
    check("and the other stands below it", cell.startswith("0.080") and cell.endswith("by itself 0.040"), cell)


VIEWS = ["#view=table", "#view=tasks", "#view=items", "#view=overlap", "#view=models", "#view=curves", "#view=gate"]


def looks(browser, page, contents, folder):
    for is_dark in (False, True):
        scheme = "dark" if is_dark else "light"
        for width in (1280, 360):
            browser.emulate([{"name": "prefers-color-scheme", "value": scheme}])
            browser.resize(width, 900)
            for view in VIEWS + ["#view=items&task=" + contents.task(-1)["id"]]:
                browser.open(page, view)
                if "items" in view:
                    browser.wait("return document.querySelector('.detail h4')", "an item")
                time.sleep(0.15)
                where = "%s %s %d" % (view, scheme, width)
                rules(browser, where)
                overflow(browser, where)
                if folder:
                    name = view[6:].replace("&task=", "-").replace("@", "-")
                    browser.screenshot("%s/%s-%s-%d.png" % (folder, name, scheme, width))
    browser.resize(1280, 900)
    browser.open(page)
    browser.emulate([{"name": "prefers-reduced-motion", "value": "reduce"}])
    equal("nothing moves for who wants it so", browser.run("return getComputedStyle(document.querySelector('nav a')).transitionDuration"), "0s")
    browser.emulate([], media="print")
    equal("no menus in print", browser.run("return getComputedStyle(document.querySelector('nav')).display"), "none")
    equal("black on white in print", browser.run("return getComputedStyle(document.body).color"), "rgb(0, 0, 0)")
    browser.emulate([])
    if folder:
        browser.printed(folder + "/print.pdf")


def demo(browser, page, folder):
    contents = Contents(page)
    sorting(browser, page)
    items(browser, page, contents)
    keyboard(browser, page, contents)
    answers(browser, page, contents)
    overlap(browser, page, contents)
    links(browser, page, contents)
    looks(browser, page, contents, folder)


def hostile(browser, page, folder):
    contents = Contents(page)
    links = list(VIEWS)
    for task in contents.summary["tasks"]:
        links += ["#view=tasks&task=" + task["id"], "#view=items&runs=0,1,2&task=" + task["id"], "#view=overlap&merge=2&parents=0,1&task=" + task["id"]]
    # Addresses are hostile, too.
    links += ["#view=__proto__&task=constructor&sort=__proto__&order=constructor", "#view=items&item=%3Cimg%20src%3Dx%20onerror%3Dcanary%3D1%3E&runs=9,-1,1e3",
              "#view=items&q=%3Csvg%20onload%3Dcanary%3D1%3E&show=toString&part=-1&ended=__proto__:x", "#%", "#view=models&run=-1", "#view=overlap&parents=0,0&merge=99", "#<script>canary=1</script>"]
    for link in links:
        browser.open(page, link)
        if "view=items" in link and "item=" not in link and "q=" not in link:
            browser.wait("return document.querySelector('.detail h4') || document.querySelector('.notice')", "an item of " + link)
        browser.run("for (const e of document.querySelectorAll('details')) e.open = true")
        time.sleep(0.1)
        check("no canary sings at " + link, browser.run("return window.canary === undefined"))
        check("only links within", browser.run("return [...document.querySelectorAll('a[href]')].every((a) => a.getAttribute('href').startsWith('#'))"), link)
        check("no foreign element", browser.run("return document.querySelectorAll('img, iframe, base, object, embed, form, link, meta[http-equiv=refresh], body style').length") == 0, link)
        check("no listener in markup", browser.run("return [...document.querySelectorAll('*')].every((e) => [...e.attributes].every((a) => !/^on/i.test(a.name)))"), link)
        equal("one script runs", browser.run("return [...document.scripts].filter((s) => !s.type).length"), 1)
    place = next(place for place, task in enumerate(contents.summary["tasks"]) if task["kind"] == "text")
    ids, wanted = contents.outcomes(place)["ids"], contents.texts(place)
    for number in range(len(ids)):
        browser.open(page, "#view=items&task=%s&item=" % contents.task(place)["id"] + "")
        browser.run("location.hash = new URLSearchParams({ view: 'items', task: arguments[0], item: arguments[1] }).toString()", contents.task(place)["id"], ids[number])
        browser.wait("return document.querySelector('.detail .text.prompt')", "item %d" % number)
        shown = browser.run("""
            const copy = document.querySelector('.text.prompt').cloneNode(true);
            for (const one of copy.querySelectorAll('.control')) one.replaceWith(String.fromCodePoint(parseInt(one.textContent.slice(2), 16)));
            for (const one of copy.querySelectorAll('button')) one.remove();
            return copy.textContent""")
        whole = wanted[number]["prompt"]
        same = shown == whole if len(whole) <= 3000 else shown[-1400:] == whole[-1400:]
        check("hostile text %d is shown as what it is" % number, same, repr(shown[-80:]))
        check("no canary sings at item %d" % number, browser.run("return window.canary === undefined"))


def big(browser, page, folder):
    size = os.path.getsize(page)
    check("less than 100 MB", size < 100e6, str(size))
    start = time.monotonic()
    browser.open(page)
    drawn = browser.run("return Number(document.documentElement.dataset.drawn)")
    wall = time.monotonic() - start
    check("it opens", drawn > 0 and browser.run("return document.querySelectorAll('.leaderboard tbody tr').length") == 20)
    start = time.monotonic()
    browser.open(page, "#view=items&runs=0,1,2&show=flipped")
    browser.wait("return document.querySelector('.detail h4')", "an item", 60)
    print("20 runs: %.1f MB, table drawn after %d ms, loaded after %.2f s, an item among the flipped ones after %.2f s" % (size / 1e6, drawn, wall, time.monotonic() - start))


def main():
    page, kind = sys.argv[1], sys.argv[2]
    folder = sys.argv[3] if sys.argv[3:] and sys.argv[3] else None
    browser = Browser()
    try:
        # Counts what is unpacked, and hears every alert.
        browser.tools("Page.addScriptToEvaluateOnNewDocument", source="""
            const Original = window.DecompressionStream; window.unpacks = 0;
            window.DecompressionStream = function (kind) { window.unpacks += 1; return new Original(kind); };
            window.alert = () => { window.canary = 'alert'; };""")
        {"demo": demo, "hostile": hostile, "big": big, "overlap": overlaps}[kind](browser, page, folder)
        errors = [line for line in browser.log() if "favicon" not in line]
        check("a quiet console", not errors, str(errors[:3]))
    finally:
        browser.close()
    for failure in FAILURES[:40]:
        print("failed: " + failure)
    sys.exit(1 if FAILURES else 0)


main()
