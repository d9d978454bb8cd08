// The browser of items: a list of what the filter leaves, and one item with the answers of the shown runs beside each other.

let listing = null;

/** Runs that were asked the task; the first two where the address names none. */
function shownRuns(place) {
  const asked = summary.runs.map((_, run) => run).filter((run) => summary.tasks[place].scores[run]);
  return address.runs("runs", asked.slice(0, 2)).filter((run) => asked.includes(run));
}

function itemsView() {
  if (!summary.tasks.length) return [el("p", { class: "notice" }, "No task was asked.")];
  const place = address.task(), runs = shownRuns(place);
  const filters = el("div", { class: "filters", id: "filters" });
  const list = el("div", { class: "column", id: "list" }, "Unpacking…");
  const detail = el("article", { class: "detail", id: "detail", "aria-label": "Item", tabindex: "-1" });
  if (!runs.length) return [
    el("h2", {}, "Items"),
    taskMenu(place, (id) => { location.hash = address.to("items", { task: id }); }),
    el("p", { class: "notice" }, "None of the chosen runs was asked this task."),
  ];
  outcomes(place).then((columns) => {
    filters.replaceWith(filterBar(place, columns, runs));
    itemList();
  });
  return [el("h2", { class: "unseen" }, "Items"), filters, el("div", { class: "browser" }, list, detail)];
}

/** Fills the list anew, as filter and search have it; the last call wins. */
async function itemList() {
  const place = address.task();
  const runs = shownRuns(place);
  const columns = await outcomes(place);
  const own = (listing = {});
  const wanted = address.get("q").toLowerCase();
  let items = filtered(columns, runs);
  if (wanted) items = await searched(place, columns, items, runs, wanted, () => listing !== own);
  const list = document.getElementById("list");
  if (listing !== own || !list) return;
  const id = address.get("item", null), current = id === null ? -1 : columns.ids.indexOf(id);
  const counter = el("p", { class: "quiet count" }, whole(items.length) + " of " + counted(columns.ids.length, "item"));
  say(counter.textContent);
  const choose = (item) => { address.set({ item: columns.ids[item] }); itemDetail(place, columns, runs, item); };
  const view = longList("Items", items, current, (row, item) => itemRow(row, place, columns, runs, item), choose);
  own.view = view;
  list.replaceChildren(counter, items.length ? view.box : el("p", { class: "notice" }, "No item fits the filter."));
  if (current >= 0) itemDetail(place, columns, runs, current);
  else if (id !== null) document.getElementById("detail").replaceChildren(
    el("p", { class: "notice" }, "There is no item ", named(id), " in this task.")
  );
  else if (items.length) itemDetail(place, columns, runs, items[0]);
  else document.getElementById("detail").replaceChildren();
}

function mark(value) {
  const graded = points(value, 0);
  const [sign, word, kind] = value === null ? ["–", "not scored", "open"]
    : value === 1 ? ["✓", "right", "right"]
      : value === 0 ? ["✗", "wrong", "wrong"] : [graded, graded + " points", "graded"];
  return el(
    "span",
    { class: "mark " + kind },
    el("span", { "aria-hidden": "true" }, sign),
    el("span", { class: "unseen" }, word + " ")
  );
}

function itemRow(row, place, columns, runs, item) {
  const preview = el("span", { class: "preview" });
  row.append(el("span", { class: "marks" }, runs.slice(0, 6).map((run) => mark(score(columns, run, item)))),
    el("span", { class: "id" }, named(columns.ids[item])), preview);
  texts(place, item).then((own) => {
    if (own) preview.append(...visible(lastLines(own.prompt)));
  });
}

/** What an item asks stands at the end of its prompt, behind the exemplars. */
function lastLines(text) {
  const parts = text.slice(-600).trim().split(/\n\s*\n/);
  return short(parts[parts.length - 1].replace(/\s+/g, " "), 160);
}

async function itemDetail(place, columns, runs, item) {
  const detail = document.getElementById("detail"), own = await texts(place, item);
  if (!detail) return;
  const task = summary.tasks[place], part = task.subtasks[columns.subtasks[item]];
  const here = address.link(
    { view: "items", task: task.id, item: columns.ids[item], runs: runs.join(",") },
    new URLSearchParams()
  );
  const head = el(
    "h3",
    {},
    named(task.name),
    " ",
    named(columns.ids[item]),
    part ? el("span", { class: "tag" }, named(part.name)) : null
  );
  const steps = el("span", { class: "steps" }, el("a", { href: here, class: "permalink" }, "Link to this item"),
    el("button", { type: "button", click: () => listing.view.pick(listing.view.place - 1) }, "Previous"),
    el("button", { type: "button", click: () => listing.view.pick(listing.view.place + 1) }, "Next"));
  detail.replaceChildren(el("div", { class: "bar" }, head, steps), ...(
    own ? asked(task, own) : [
      el(
        "p",
        { class: "notice" },
        "The runs' folders are not at hand: the file holds no prompts and no answers of this task, only its scores."
      ),
    ]
  ),
    el("h4", {}, runs.length > 1 ? "Answers" : "Answer"),
    el("div", { class: "answers", "data-count": Math.min(runs.length, 3) }, runs.map((run, order) => answer(task, columns, own, run, order, item))));
  say(task.name + " " + columns.ids[item]);
}

/** Prompt, target and the record of the data. */
function asked(task, own) {
  const prompt = el(
    "div",
    { class: "text prompt", dir: "auto", tabindex: "0", role: "region", "aria-label": "Prompt" }
  );
  const isLong = own.prompt.length > 3000;
  const whole_ = () => prompt.replaceChildren(...visible(own.prompt));
  if (isLong) prompt.append(
    el(
      "button",
      { type: "button", class: "small", click: whole_ },
      "Show the " + whole(own.prompt.length - 1500) + " characters before"
    ),
    "\n…",
    ...visible(own.prompt.slice(own.prompt.charCodeAt(own.prompt.length - 1500) >> 10 === 0x37 ? -1501 : -1500))
  );
  else whole_();
  // What is asked stands behind the exemplars.
  requestAnimationFrame(() => { prompt.scrollTop = prompt.scrollHeight; });
  return [el("h4", {}, "Prompt"), prompt,
    own.choices && own.choices.length ? null : el(
      "div",
      {},
      el("h4", {}, task.kind === "program" ? "Tests" : "Right answer"),
      el("div", { class: "text", dir: "auto" }, visible(own.target || ""))
    ),
    own.record ? el("details", {}, el("summary", {}, "Record of the data"), el("div", { class: "text", dir: "auto" }, visible(own.record))) : null].filter(Boolean);
}

function answer(task, columns, own, run, order, item) {
  const head = el(
    "h5",
    {},
    el("b", { class: "letter" }, letterOf(order)),
    mark(score(columns, run, item)),
    named(summary.runs[run].name)
  );
  const given = own && own.answers[run];
  if (!given) return el(
    "section",
    { class: "answer" },
    head,
    el("p", { class: "quiet" }, "This run holds no answer here.")
  );
  const scores = columns.runs[run].all ? el(
    "p",
    { class: "quiet" },
    task.metrics.map((metric, place) => metric + " " + shown(columns.runs[run].all[place][item])).join(", ")
  ) : null;
  return el(
    "section",
    { class: "answer" },
    head,
    scores,
    given.sums ? choiceTable(own, given) : (given.samples || []).map(
      (one, place) => sample(one, place, given.samples.length)
    )
  );
}

function shown(value) {
  if (value === "-" || value === null) return "none";
  return Number.isInteger(Number(value)) ? String(Number(value)) : Number(value).toFixed(3);
}

/** Choices with their log-likelihoods: which is right, which is likeliest, how much likelier than the others. */
function choiceTable(own, given) {
  const best = given.sums.reduce(
    (top, sum, place) => (sum !== null && (top < 0 || sum > given.sums[top]) ? place : top),
    -1
  );
  const most = best < 0 ? 0 : given.sums[best];
  const total = given.sums.reduce((sum, one) => sum + (one === null ? 0 : Math.exp((one - most) / 10000)), 0);
  return el("table", { class: "choices" },
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "col" }, "Choice"),
        el("th", { scope: "col", class: "number" }, "log-likelihood"),
        el("th", { scope: "col", class: "number", title: "among the choices" }, "share")
      )
    ),
    el("tbody", {}, (
      own.choices || given.sums.map((_, place) => "choice " + (place + 1))
    ).map((choice, place) => el("tr", { class: place === best ? "picked" : null },
      el(
        "td",
        {},
        (own.gold || []).includes(place) ? el("span", { class: "tag gold" }, "right") : null,
        place === best ? el("span", { class: "tag" }, "likeliest") : null,
        el("span", { class: "words", dir: "auto" }, visible(choice, 2000))
      ),
      el("td", { class: "number" }, nats(given.sums[place] ?? null)),
      el("td", { class: "number" }, given.sums[place] === null || given.sums[place] === undefined ? none : points(Math.exp((given.sums[place] - most) / 10000) / total))))));
}

function sample(one, place, count) {
  const facts = [
    endingWords[one.ending] || one.ending,
    one.tokens === undefined ? null : counted(one.tokens, "token"),
    one.truncated ? "prompt lost " + counted(one.truncated, "token") : null,
  ].filter(Boolean);
  return el("div", { class: "sample" }, count > 1 ? el("h6", {}, "Sample " + (place + 1)) : null,
    el("div", { class: "text", dir: "auto" }, visible(one.text)),
    el("dl", {}, el("dt", {}, "Ended"), el("dd", {}, facts.join(", ")),
      (one.extracted || []).map(
        ([filter, text]) => [
          el("dt", {}, filter === "none" ? "Extracted" : ["Extracted by ", named(filter)]),
          el("dd", {}, el("code", { dir: "auto" }, visible(text))),
        ]
      ),
      one.verdict ? [el("dt", {}, "Verdict"), el("dd", {}, el("b", {}, one.verdict[0]), one.verdict[1] ? [": ", el("code", { dir: "auto" }, visible(one.verdict[1]))] : null,
        one.retried ? ", after a second run" : null, one.changed ? ", changed arguments of its tests" : null)] : null,
      one.reference ? [el("dt", {}, "By the reference judge"), el("dd", {}, one.reference[0])] : null),
    one.program ? el("details", {}, el("summary", {}, "Program as it was judged"), el("div", { class: "text", dir: "auto" }, visible(one.program))) : null);
}
