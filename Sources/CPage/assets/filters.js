// Which items are shown: by right and wrong, by what two runs differ in, by endings, verdicts, parts, and a text.

const shows = [
  ["all", "All items"], ["wrong", "Wrong in A"], ["right", "Right in A"], ["unscored", "Not scored in A"], [
    "lost",
    "Lost: right in A, wrong in B",
  ],
  [
    "gained",
    "Gained: wrong in A, right in B",
  ], ["flipped", "Flipped between A and B"], ["differ", "Shown runs differ"], ["none", "All shown runs wrong"],
];

function matches(show, columns, runs, item) {
  const first = score(columns, runs[0], item), second = runs.length > 1 ? score(columns, runs[1], item) : null;
  const isRight = (value) => value === 1, isWrong = (value) => value !== null && value < 1;
  switch (show) {
    case "wrong": return isWrong(first);
    case "right": return isRight(first);
    case "unscored": return first === null;
    case "lost": return isRight(first) && isWrong(second);
    case "gained": return isWrong(first) && isRight(second);
    case "flipped": return (isRight(first) && isWrong(second)) || (isWrong(first) && isRight(second));
    case "differ": return new Set(
      runs.map((run) => score(columns, run, item)).filter((value) => value !== null)
    ).size > 1;
    case "none": return runs.every(
      (run) => { const value = score(columns, run, item); return value === null || value < 1; }
    );
    default: return true;
  }
}

/** The filter of the address, without the search. */
function filtered(columns, runs) {
  const show = address.get("show", "all"), part = address.get("part"), ended = address.get("ended"), found = [];
  const [key, code] = ended.split(":"), own = columns.runs[runs[0]];
  for (let item = 0; item < columns.ids.length; item += 1) {
    if (part !== "" && columns.subtasks[item] !== Number(part)) continue;
    if (code && (!own || !own[key] || own[key][item] !== code)) continue;
    if (matches(show, columns, runs, item)) found.push(item);
  }
  return found;
}

function holds(text, wanted) {
  return typeof text === "string" && text.toLowerCase().includes(wanted);
}

/** Whether id, prompt, choices, target or a shown run's answer hold the text. */
function mentions(columns, item, own, runs, wanted) {
  if (holds(columns.ids[item], wanted)) return true;
  if (!own) return false;
  if (
    holds(own.prompt, wanted) || holds(own.target, wanted) || (own.choices || []).some(
      (choice) => holds(choice, wanted)
    )
  ) return true;
  return runs.some((run) => ((own.answers[run] || {}).samples || []).some((sample) => holds(sample.text, wanted)));
}

/** The items among `items` that mention the text, chunk by chunk, so that the page stays alive. `isOver` says that nobody waits any more. */
async function searched(task, columns, items, runs, wanted, isOver) {
  const found = [];
  let next = performance.now() + 40;
  for (const item of items) {
    if (mentions(columns, item, await texts(task, item), runs, wanted)) found.push(item);
    if (performance.now() < next) continue;
    await new Promise((resume) => setTimeout(resume));
    next = performance.now() + 40;
    if (isOver()) return found;
    say("Searching: " + whole(found.length) + " found so far");
  }
  return found;
}

function runMenu(runs) {
  const boxes = summary.runs.map((run, place) => {
    const box = el("input", { type: "checkbox", change: () => {
      const rest = runs.filter((one) => one !== place), now = box.checked ? [...rest, place] : rest;
      address.set({ runs: now.join(",") });
      drawBehind(".choose-runs");
    } });
    box.checked = runs.includes(place);
    const order = runs.indexOf(place);
    return el(
      "label",
      { class: "check" },
      box,
      " ",
      order >= 0 ? el("b", { class: "letter" }, letterOf(order)) : null,
      named(run.name)
    );
  });
  return el("details", { class: "choose-runs" }, el(
    "summary",
    {},
    "Runs: " + runs.map((_, order) => letterOf(order)).join(", ")
  ),
    el("fieldset", {}, el("legend", { class: "quiet" }, "In the order in which they are ticked; filters compare A and B"), boxes));
}

function letterOf(order) {
  return String.fromCharCode(65 + order % 26);
}

function endedMenu(task, columns, runs) {
  const own = columns.runs[runs[0]];
  if (!own || !own.endings) return null;
  const options = [["", "Any"]];
  if (own.verdicts) summary.verdicts.forEach(
    (word, place) => {
      const code = String.fromCharCode(97 + place);
      if (own.verdicts.includes(code)) options.push(["verdicts:" + code, word]);
    }
  );
  for (
    const [code, word] of Object.entries(endingWords)
  ) if (own.endings.includes(code)) options.push(["endings:" + code, word]);
  return menu(
    "Ended (A)",
    options,
    address.get("ended"),
    (value) => { address.set({ ended: value, item: null }); draw(); }
  );
}

function filterBar(place, columns, runs) {
  const task = summary.tasks[place], again = (changes) => { address.set({ ...changes, item: null }); draw(); };
  const search = el(
    "input",
    { type: "search", id: "search", placeholder: "prompt, answer, id", autocomplete: "off", spellcheck: "false" }
  );
  search.value = address.get("q");
  let timer = 0;
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { address.set({ q: search.value, item: null }); itemList(); }, 250);
  });
  return el("div", { class: "filters", role: "search", "aria-label": "Filter items" },
    taskMenu(place, (id) => { address.set({ task: id, part: null, ended: null, item: null }); draw(); }), runMenu(runs),
    menu(
      "Show",
      runs.length > 1 ? shows : shows.slice(0, 4),
      address.get("show", "all"),
      (value) => again({ show: value })
    ),
    task.subtasks.length ? menu(
      "Subtask",
      [["", "All"], ...task.subtasks.map((part, index) => [String(index), part.name])],
      address.get("part"),
      (value) => again({ part: value })
    ) : null,
    endedMenu(task, columns, runs), labelled("Search", search));
}
