// The table of models, as it was computed when the file was written; here it is shown and sorted.

const sides = { ascending: 1, descending: -1 };

/** A header that sorts: a button, as the keyboard needs it. */
function sortHeader(label, key, note, kind) {
  const isSorted = address.get("sort") === key, now = address.get("order", "descending");
  const next = isSorted && now === "descending" ? "ascending" : "descending";
  const arrow = !isSorted ? "" : now === "descending" ? " ↓" : " ↑";
  const go = () => {
    address.set({ sort: key, order: next });
    draw();
    for (const button of document.querySelectorAll("th button")) if (button.dataset.key === key) button.focus();
    say("Sorted by " + label + ", " + next);
  };
  return el("th", { scope: "col", class: kind || null, "aria-sort": isSorted ? now : "none" },
    el("button", { type: "button", "data-key": key, title: note || null, click: go }, named(label),
      el("span", { "aria-hidden": "true", class: "arrow" }, arrow)));
}

/** Rows in the order that the address wants; those without a number come last. */
function sorted(rows, value) {
  const key = address.get("sort"), side = sides[address.get("order", "descending")] || -1;
  if (!key) return rows;
  const number = rows.map((row) => value(row, key));
  const order = rows.map((_, place) => place).sort((one, two) => {
    const left = number[one], right = number[two];
    if (left === right) return one - two;
    if (left === null || left === undefined) return 1;
    if (right === null || right === undefined) return -1;
    return (left < right ? -1 : 1) * side;
  });
  return order.map((place) => rows[place]);
}

const markWords = { best: "best", second: "second", alike: "not told apart from the best" };

function scoreCell(cell, isDetailed) {
  if (!cell) return el("td", { class: "number absent" }, none);
  const [value, low, high, mark, isAlike, note] = cell;
  const sign = isAlike && mark !== "best" ? "≈" : "";
  return el("td", { class: "number" + (mark ? " " + mark : ""), title: note || null },
    el("span", { class: "value" }, points(value)),
    el("span", { class: "sign", title: sign ? markWords.alike : null }, sign),
    mark || sign ? el(
      "span",
      { class: "unseen" },
      (mark ? ", " + markWords[mark] : "") + (sign ? ", " + markWords.alike : "")
    ) : null,
    note ? el("span", { class: "interval" }, named(note)) : null,
    isDetailed && low !== null && low !== undefined ? el("span", { class: "interval" }, interval(low, high)) : null);
}

/** Letters of the groups that a row belongs to: rows that share one cannot be told apart. */
function letters(row) {
  return (summary.table.groups || []).map(
    (group, place) => (group.includes(row) ? String.fromCharCode(97 + place % 26) : "")
  ).join("");
}

function rowName(row) {
  if (row.run === null || row.run === undefined) return [
    named(row.name),
    row.origin ? el("span", { class: "tag" }, named(row.origin)) : null,
  ];
  const isMiniature = summary.runs[row.run].miniatures;
  return [el("a", { href: address.to("models", { run: row.run }) }, named(row.name)),
    isMiniature ? el("span", { class: "tag warn" }, "miniatures") : null];
}

function leaderboardTable(isDetailed) {
  const table = summary.table;
  const hasGroups = table.rows.some((row) => row.group);
  const hasLetters = (table.groups || []).length > 0;
  const value = (row, key) => (
    key === "name" ? row.name : key === "group" ? row.group : row.cells[Number(key)] ? row.cells[Number(key)][0] : null
  );
  const head = el("tr", {}, sortHeader("Model", "name"), hasGroups ? sortHeader("Group", "group", null, "words") : null,
    hasLetters ? el(
      "th",
      { scope: "col", title: "Models that share a letter cannot be told apart by the first column" },
      "Alike"
    ) : null,
    table.columns.map((column, place) => sortHeader(column.label, String(place), column.note)));
  const body = sorted(table.rows, value).map((row) => el("tr", {},
    el("th", { scope: "row" }, rowName(row)), hasGroups ? el("td", {}, named(row.group || "")) : null,
    hasLetters ? el("td", { class: "letters" }, letters(table.rows.indexOf(row))) : null,
    row.cells.map((cell) => scoreCell(cell, isDetailed))));
  return scrolled(
    el(
      "table",
      { class: "leaderboard" },
      el("caption", {}, table.caption || ""),
      el("thead", {}, head),
      el("tbody", {}, body)
    ),
    "Leaderboard"
  );
}

/** A wide table moves sideways by itself, by keyboard too. */
function scrolled(table, label) {
  return el("div", { class: "scroll", role: "region", "aria-label": label, tabindex: "0" }, table);
}

function legend() {
  const hasMarks = summary.table.rows.some((row) => row.cells.some((cell) => cell && (cell[3] || cell[4])));
  return el("p", { class: "quiet legend" },
    "Points of 100; below them the 95 % interval. ",
    hasMarks ? [
      el("b", {}, "Best"),
      " and ",
      el("u", {}, "second"),
      " of each column; ≈ not told apart from the best by a paired test. ",
    ] : null,
    (summary.table.groups || []).length ? "Models that share a letter under “Alike” cannot be told apart." : null);
}

function leaderboardView() {
  const table = summary.table, isDetailed = address.get("intervals") !== "off";
  const column = address.number("column", table.columns.length, 0);
  const toggle = el(
    "input",
    { type: "checkbox", change: () => { address.set({ intervals: toggle.checked ? null : "off" }); draw(); } }
  );
  toggle.checked = isDetailed;
  const rows = sorted(
    table.rows,
    (row, key) => (
      key === "name" ? row.name : key === "group" ? row.group : row.cells[Number(key)] ? row.cells[Number(key)][0] : null
    )
  )
    .map((row) => ({ row, cell: row.cells[column] })).filter((one) => one.cell)
    .map(
      ({ row, cell }) => (
        { label: row.name, value: cell[0], low: cell[1], high: cell[2], strong: cell[3] === "best" || cell[4] }
      )
    );
  return [
    (summary.notes || []).length ? el(
      "ul",
      { class: "notice" },
      summary.notes.map((note) => el("li", {}, named(note)))
    ) : null,
    el("section", {
      "aria-labelledby": "table-title",
    }, el("div", { class: "bar" }, el("h2", { id: "table-title" }, "Leaderboard"),
      el("label", { class: "check" }, toggle, " intervals")), leaderboardTable(isDetailed), legend(),
      (table.notes || []).length ? el("ul", { class: "quiet notes" }, table.notes.map((note) => el("li", {}, named(note)))) : null),
    el("section", {
      "aria-labelledby": "forest-title",
    }, el("div", { class: "bar" }, el("h2", { id: "forest-title" }, "Intervals"),
      menu("Column", table.columns.map((one, place) => [String(place), one.label]), String(column),
        (value) => { address.set({ column: value }); draw(); })),
      forest(rows, table.columns[column].label, 
        "Filled: the best, and what cannot be told apart from it. Bars: 95 % intervals of each model alone; "
          + "two that overlap may still differ by the paired test.")),
  ];
}
