// Whose errors are whose: which sets of models miss the same items, and what a merge makes of items that its parents miss.

const mostSets = 6;

/** For each item that all runs have a score of: a bit for each run that misses it. */
function errorSets(columns, runs) {
  const found = [];
  for (let item = 0; item < columns.ids.length; item += 1) {
    const values = runs.map((run) => score(columns, run, item));
    if (values.some((value) => value === null)) continue;
    found.push([item, values.reduce((bits, value, place) => bits | (value < 1 ? 1 << place : 0), 0)]);
  }
  return found;
}

/** The same columns, right and wrong by another metric of the task. */
function byMetric(columns, metric) {
  const runs = columns.runs.map((run) => run && run.all ? { ...run, scores: run.all[metric] } : run);
  return { ...columns, runs };
}

function overlapView() {
  if (summary.runs.length < 2 || !summary.tasks.length) return [
    el("h2", {}, "Overlap of errors"),
    el("p", { class: "notice" }, "This takes two runs of a task."),
  ];
  const place = address.task(), merged = summary.runs.findIndex((run) => (run.parents || []).length > 1);
  const merge = address.get("merge") === "none" ? -1 : address.number("merge", summary.runs.length, merged);
  const parents = address.runs(
    "parents",
    merged >= 0 ? summary.runs[merged].parents : summary.runs.map((_, run) => run).filter(
      (run) => run !== merge && summary.tasks[place].scores[run]
    )
  ).slice(0, mostSets);
  const metrics = summary.tasks[place].metrics, metric = address.number("metric", metrics.length, 0);
  const boxes = summary.runs.map((run, number) => {
    const box = el(
      "input",
      {
        type: "checkbox", change: () => {
          const rest = parents.filter((one) => one !== number);
          address.set({ parents: (box.checked ? [...rest, number] : rest).join(",") });
          drawBehind(".choose-runs");
        }
      }
    );
    box.checked = parents.includes(number);
    box.disabled = !box.checked && parents.length >= mostSets;
    return el("label", { class: "check" }, box, " ", named(run.name));
  });
  const later = el("div", {}, "Unpacking…");
  outcomes(place).then(
    (columns) => later.replaceChildren(
      ...overlap(place, byMetric(columns, metric), parents.filter((run) => columns.runs[run]), merge)
    )
  );
  return [
    el("h2", {}, "Overlap of errors, ", named(summary.tasks[place].name)),
    el("div", { class: "filters" }, taskMenu(place, (id) => { address.set({ task: id, metric: null }); draw(); }),
      metrics.length > 1 ? menu("Right by", metrics.map((name, number) => [String(number), name]), String(metric),
        (value) => { address.set({ metric: value }); draw(); }) : null,
      el(
        "details",
        { class: "choose-runs" },
        el("summary", {}, "Models: " + parents.length + " of at most " + mostSets),
        el("fieldset", {}, el("legend", { class: "quiet" }, "Whose errors are compared"), boxes)
      ),
      menu("Merge", [["", "None"], ...summary.runs.map((run, number) => [String(number), run.name])],
        merge >= 0 ? String(merge) : "",
        (value) => { address.set({ merge: value === "" ? "none" : value }); draw(); })),
    later,
  ];
}

function overlap(place, columns, parents, merge) {
  if (parents.length < 2) return [el("p", { class: "notice" }, "Choose two models or more that were asked this task.")];
  const sets = errorSets(columns, parents), counts = new Map();
  for (const [, bits] of sets) counts.set(bits, (counts.get(bits) || 0) + 1);
  const shown = [...counts].filter(([bits]) => bits !== 0).sort(
    (one, two) => two[1] - one[1] || one[0] - two[0]
  ).slice(0, 24);
  const all = (1 << parents.length) - 1, task = summary.tasks[place];
  return [
    el(
      "p",
      { class: "quiet" },
      counted(sets.length, "item"),
      " with a score of every model; ",
      whole(counts.get(0) || 0),
      " missed by none, ",
      whole(counts.get(all) || 0),
      " by all."
    ),
    shown.length ? upset(shown, parents, sets.length, task.name) : null,
    overlapTable(shown, parents),
    merge >= 0 && columns.runs[merge] && !parents.includes(merge) ? byWrongParents(
      columns,
      sets,
      parents,
      merge,
      task
    ) : null,
  ].filter(Boolean);
}

/** Lex et al., UpSet, 2014: a bar for each set of models that miss the same items, and below it which these are. */
function upset(shown, parents, count, name) {
  const width = pictureWidth();
  const left = Math.min(200, width * 0.34);
  const tall = 150;
  const line = 22;
  const height = tall + 14 + line * parents.length + 8;
  const step = Math.min(44, (width - left - 10) / shown.length);
  const most = shown[0][1];
  const picture = canvas(width, height, "Errors in common, " + name);
  parents.forEach(
    (run, row) => picture.append(
      words(
        left - 12,
        tall + 14 + line * (row + 0.5) + 4,
        short(summary.runs[run].name, Math.floor(left / 7)),
        { "text-anchor": "end" }
      )
    )
  );
  shown.forEach(([bits, size], column) => {
    const x = left + step * (column + 0.5), y = tall - size / most * (tall - 22);
    picture.append(
      svg(
        "rect",
        { x: x - step * 0.32, y, width: step * 0.64, height: tall - y, fill: palette[0], "fill-opacity": 0.8 }
      )
    );
    if (step > 20) picture.append(words(x, y - 5, whole(size), { "text-anchor": "middle", "font-size": 11 }));
    const rows = parents.map((_, row) => row).filter((row) => bits >> row & 1);
    const up = (row) => tall + 14 + line * (row + 0.5);
    picture.append(
      svg(
        "line",
        { x1: x, x2: x, y1: up(rows[0]), y2: up(rows[rows.length - 1]), stroke: "currentColor", "stroke-width": 2 }
      )
    );
    parents.forEach(
      (_, row) => picture.append(
        svg(
          "circle",
          {
            cx: x,
            cy: up(row),
            r: Math.min(5, step * 0.3),
            fill: "currentColor",
            "fill-opacity": rows.includes(row) ? 1 : 0.15,
          }
        )
      )
    );
  });
  return figure(
    picture,
    "Errors in common, " + name,
    "Each bar: items that exactly the models below it miss, of " + whole(count) + "."
  );
}

function overlapTable(shown, parents) {
  return el("details", {}, el("summary", {}, "The same as a table"), scrolled(el("table", {},
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "col" }, "Missed by exactly"),
        el("th", { scope: "col", class: "number" }, "items")
      )
    ),
    el("tbody", {}, shown.map(([bits, size]) => el("tr", {},
      el("th", { scope: "row" }, parents.filter((_, row) => bits >> row & 1)
        .map((run, place) => [place ? ", " : "", named(summary.runs[run].name)])),
      el("td", { class: "number" }, whole(size)))))), "Errors in common"));
}

/** Accuracy of the merge on items that so many parents miss. */
function byWrongParents(columns, sets, parents, merge, task) {
  const groups = Array.from({ length: parents.length + 1 }, () => ({ right: 0, count: 0 }));
  for (const [item, bits] of sets) {
    const value = score(columns, merge, item);
    if (value === null) continue;
    const group = groups[parents.filter((_, row) => bits >> row & 1).length];
    group.count += 1;
    if (value === 1) group.right += 1;
  }
  const rows = groups.map((group, wrong) => {
    const [low, high] = wilson(group.right, group.count);
    return {
      label: wrong + " of " + parents.length + " wrong",
      value: group.count ? group.right / group.count : 0,
      low,
      high,
      note: "n " + whole(group.count),
    };
  });
  return el("section", {}, el("h3", {}, "What ", named(summary.runs[merge].name), " makes of them"),
    bars(rows, summary.runs[merge].name + " by number of wrong models, " + task.name,
      "Share of right answers of the merge, with Wilson's 95 % intervals. Some of it is regression to the mean: "
        + "an item that a model missed by chance is answered more often by any other, merged or not. The table below says how much."),
    leftOut(columns, sets, parents, merge));
}

/** The control for regression to the mean: each parent in turn takes the merge's place, in bins of the others' errors. */
function leftOut(columns, sets, parents, merge) {
  const bins = parents.map(() => ({ cases: 0, merge: 0, parent: 0 }));
  for (const [item, bits] of sets) {
    const value = score(columns, merge, item);
    if (value === null) continue;
    const wrong = parents.filter((_, row) => bits >> row & 1).length;
    parents.forEach((_, row) => {
      const isWrong = bits >> row & 1, bin = bins[wrong - isWrong];
      bin.cases += 1;
      if (value === 1) bin.merge += 1;
      if (!isWrong) bin.parent += 1;
    });
  }
  const share = (right, cases) => el("td", { class: "number" }, points(cases ? right / cases : null));
  const titles = ["Other parents wrong", "cases", summary.runs[merge].name, "the parent left out"];
  return el("section", {}, el("h3", {}, "Beside a parent that is left out"),
    el("p", { class: "quiet" }, "Each parent in turn stands in the merge's place, and items are counted by how many of the others miss "
      + "them: what the merge has more than that parent is not regression to the mean."),
    scrolled(el("table", { class: "left-out" },
      el("thead", {}, el("tr", {}, titles.map((text, place) => el("th", { scope: "col", class: place ? "number" : null }, named(text))))),
      el("tbody", {}, bins.map((bin, wrong) => el("tr", {}, el("th", { scope: "row" }, wrong + " of " + (parents.length - 1)),
        el("td", { class: "number" }, whole(bin.cases)), share(bin.merge, bin.cases), share(bin.parent, bin.cases))))),
    "Beside a parent that is left out"));
}
