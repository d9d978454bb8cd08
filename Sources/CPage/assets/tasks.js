// One task: every metric of every run, how answers ended, and its parts: categories, subjects.

function taskMenu(task, changed) {
  return menu(
    "Task",
    summary.tasks.map((one) => [one.id, one.name + " (" + one.id + ")"]),
    summary.tasks[task].id,
    changed
  );
}

/** A cell of [value, low, high, n, unscored]. */
function metricCell(metric) {
  if (!metric || metric[0] === null) return el("td", { class: "number absent" }, none);
  return el(
    "td",
    { class: "number" },
    el("span", { class: "value" }, points(metric[0])),
    el("span", { class: "interval" }, interval(metric[1], metric[2]))
  );
}

/** The ways in which the runs were asked, each once. */
function askedWays(task) {
  return [...new Set(task.scores.filter(Boolean).map((own) => own.asked || ""))];
}

function metricTable(task) {
  const value = (run, key) => {
    if (key === "name") return summary.runs[run].name;
    const metric = task.scores[run].metrics[Number(key.slice(1))];
    return metric ? metric[0] : null;
  };
  const runs = sorted(summary.runs.map((_, run) => run).filter((run) => task.scores[run]), value);
  const differs = askedWays(task).length > 1;
  const head = el("tr", {}, sortHeader("Model", "name"), task.metrics.map(
    (metric, place) => sortHeader(metric, "m" + place)
  ),
    el("th", { scope: "col", class: "number" }, "items"), differs ? el("th", { scope: "col" }, "asked as") : null);
  return scrolled(el("table", {}, el("thead", {}, head), el("tbody", {}, runs.map((run) => {
    const own = task.scores[run], unscored = own.metrics[0] ? own.metrics[0][4] : 0;
    return el("tr", {}, el("th", { scope: "row" }, named(summary.runs[run].name)), own.metrics.map(metricCell),
      el(
        "td",
        { class: "number" },
        whole(own.items),
        unscored ? el("span", { class: "interval" }, whole(unscored) + " not scored") : null
      ),
      differs ? el("td", { class: "quiet asked" }, named(own.asked || "")) : null);
  }))), "Metrics of " + task.name);
}

const endingWords = { e: "end of text", s: "stop string", b: "token budget", c: "context full" };

/** How completions ended, or programs, by run; nothing for ranked choices. */
function endingTable(task, columns) {
  const kinds = task.kind === "program" ? summary.verdicts.map(
    (word, place) => [String.fromCharCode(97 + place), word, "verdicts"]
  ) : [];
  for (const [code, word] of Object.entries(endingWords)) kinds.push([code, word, "endings"]);
  const runs = columns.runs.map((own, run) => [own, run]).filter(([own]) => own && own.endings);
  if (!runs.length) return null;
  const count = (own, [code, , key]) => [...(own[key] || "")].filter((one) => one === code).length;
  const shown = kinds.filter((kind) => runs.some(([own]) => count(own, kind)));
  return el("section", { "aria-labelledby": "ended" }, el("h3", { id: "ended" }, "How answers ended"),
    scrolled(el("table", {}, el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "col" }, "Model"),
        shown.map(([, word]) => el("th", { scope: "col", class: "number" }, word))
      )
    ),
      el("tbody", {}, runs.map(([own, run]) => el("tr", {}, el("th", { scope: "row" }, named(summary.runs[run].name)),
        shown.map((kind) => el("td", { class: "number" }, whole(count(own, kind)))))))), "How answers ended"));
}

/** Categories or subtasks across, or down where there are many: a row each, a column for each run. */
function partTable(task, parts, key, title) {
  const runs = summary.runs.map((_, run) => run).filter((run) => task.scores[run]);
  const value = (part, sort) => (
    sort === "part" ? parts[part].name : sort.startsWith("r") ? (
      task.scores[Number(sort.slice(1))] || { [key]: [] }
    )[key][part]?.[0] : null
  );
  const rows = sorted(parts.map((_, part) => part), value);
  const head = el(
    "tr",
    {},
    sortHeader(title, "part"),
    el("th", { scope: "col", class: "number" }, "items"),
    runs.map((run) => sortHeader(summary.runs[run].name, "r" + run))
  );
  const body = rows.map((part) => {
    const cells = runs.map((run) => task.scores[run][key][part]);
    const known = cells.filter((cell) => cell && cell[0] !== null).map((cell) => cell[0]);
    const best = known.length > 1 && Math.min(...known) < Math.max(...known) ? Math.max(...known) : null;
    return el("tr", {}, el(
      "th",
      { scope: "row" },
      key === "subtasks" ? el(
        "a",
        { href: address.to("items", { task: task.id, part }) },
        named(parts[part].name)
      ) : named(parts[part].name)
    ),
      el("td", { class: "number" }, whole(parts[part].items)), cells.map((cell) => shade(metricCell(cell), cell, best)));
  });
  return el(
    "section",
    {},
    el("h3", {}, title === "Category" ? "Categories" : "Subtasks"),
    scrolled(el("table", { class: "parts" }, el("thead", {}, head), el("tbody", {}, body)), title + " scores")
  );
}

/** A faint bar behind the number, as long as the share; the best one bold. */
function shade(cell, metric, best) {
  if (!metric || metric[0] === null) return cell;
  cell.classList.add("shaded");
  cell.style.setProperty("--share", (100 * Math.max(0, Math.min(1, metric[0]))).toFixed(1) + "%");
  if (metric[0] === best) cell.classList.add("best");
  return cell;
}

function tasksView() {
  if (!summary.tasks.length) return [el("p", { class: "notice" }, "No task was asked.")];
  const place = address.task(), task = summary.tasks[place];
  const rows = summary.runs.map((run, index) => ({ run, own: task.scores[index] })).filter(
    ({ own }) => own && own.metrics[0] && own.metrics[0][0] !== null
  )
    .map(
      ({ run, own }) => (
        { label: run.name, value: own.metrics[0][0], low: own.metrics[0][1], high: own.metrics[0][2], strong: true }
      )
    );
  const later = el("div", {});
  outcomes(place).then((columns) => later.append(endingTable(task, columns) || ""));
  return [
    el(
      "div",
      { class: "bar" },
      el("h2", {}, named(task.name)),
      taskMenu(place, (id) => { address.set({ task: id, sort: null, order: null }); draw(); })
    ),
    el("p", { class: "quiet" }, named(task.id), ", ", counted(task.count, "item"), ", ", task.aggregation === "macro" ? "mean of its subtasks' means" : "mean of its items", ". ",
      askedWays(task).length > 1 ? el("b", {}, "The runs were not asked alike: see the table. ") : [
        "Asked as: ",
        named(askedWays(task)[0] || "not told"),
        ". ",
      ],
      el("a", { href: address.to("items", { task: task.id }) }, "Browse its items")),
    metricTable(task), forest(rows, task.name + " " + (task.metrics[0] || ""), "95 % intervals."),
    task.categories.length ? partTable(task, task.categories, "categories", "Category") : null,
    task.subtasks.length ? partTable(task, task.subtasks, "subtasks", "Subtask") : null, later,
  ];
}
