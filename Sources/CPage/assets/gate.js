// The gate's verdict, where one was given.

const verdictWords = { pass: "Pass", regression: "Regression", "cannot-tell": "Cannot tell", "not-compared": "Not compared" };

function verdict(word) {
  return el("span", { class: "verdict " + (Object.hasOwn(verdictWords, word) ? word : "") }, verdictWords[word] || word);
}

/** A share as points; a log-likelihood, which is none, in nats. */
function gateValue(comparison, value, show) {
  if (comparison.kind !== "likelihood") return show(value);
  return (value > 0 && show === signed ? "+" : "") + value.toFixed(4).replace("-", "−") + " nats";
}

function probability(value) {
  return typeof value !== "number" ? none : value < 0.001 ? "< 0.001" : value.toFixed(3);
}

function gateRow(one) {
  const between = one.interval_95 && one.interval_95.map((end) => gateValue(one, end, signed)).join(" to ");
  return el("tr", {},
    el("th", { scope: "row" }, named(one.task || "all tasks"), " ", named(one.metric)),
    el("td", { class: "number" }, gateValue(one, one.reference, points)),
    el("td", { class: "number" }, gateValue(one, one.candidate, points)),
    el("td", { class: "number" }, gateValue(one, one.difference, signed),
      between ? el("span", { class: "interval" }, between) : null),
    el("td", { class: "number" }, probability(one.p_adjusted ?? one.p_worse),
      one.p_adjusted === undefined ? el("span", { class: "interval" }, "not adjusted")
        : el("span", { class: "interval" }, "by itself " + probability(one.p_worse))),
    el("td", {}, verdict(one.verdict), one.gated ? null : el("span", { class: "quiet" }, " (told only)")));
}

function gateView() {
  const gate = summary.gate;
  const error = gate.error;
  const rows = (gate.comparisons || []).map(gateRow);
  const notes = [...(gate.warnings || []), ...(gate.notes || [])];
  const titles = ["Task, metric", "Reference", "Candidate", "Difference", "p worse, adjusted", "Verdict"];
  const head = titles.map((text, place) => el("th", { scope: "col", class: place && place < 5 ? "number" : null }, text));
  const who = gate.reference && gate.candidate;
  return [
    el("h2", {}, "Gate: ", verdict(gate.verdict)),
    el("p", {}, named(error ? error.where + ": " + error.what : gate.headline || "")),
    who ? el("p", { class: "quiet" }, "Candidate ", named(gate.candidate.place), ", reference ", named(gate.reference.place)) : null,
    rows.length ? scrolled(el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows)), "Gate") : null,
    rows.length ? el("p", { class: "quiet" }, "p worse, adjusted: of so large a drop were there none, by Holm's method over all that decides, and over the rest. "
      + "The verdict goes by it; below it stands the p of the row by itself.") : null,
    notes.length ? el("ul", { class: "notes quiet" }, notes.map((note) => el("li", {}, named(note)))) : null,
  ];
}
