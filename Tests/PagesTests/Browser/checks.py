"""What is looked at again and again while a page is used, and what was found to be wrong with it."""

import os

HERE = os.path.dirname(os.path.abspath(__file__))
FAILURES = []


def check(what, holds, detail=""):
    if not holds:
        FAILURES.append("%s %s" % (what, detail))


def equal(what, found, wanted):
    check(what, found == wanted, "found %r, wanted %r" % (found, wanted))


def texts(browser, selector):
    return browser.run("return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)", selector)


def rules(browser, where):
    with open(os.path.join(HERE, "accessibility.js"), encoding="utf-8") as file:
        for problem in browser.run(file.read()):
            FAILURES.append("%s: %s" % (where, problem))


def overflow(browser, where):
    wide = browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
    check(where + " moves sideways by", wide <= 0, str(wide))


def listed(browser):
    """How many items the list has."""
    browser.wait("return document.querySelector('.count')", "the list")
    return int(texts(browser, ".count")[0].split(" of ")[0].replace("\u202f", "").replace(" ", ""))
