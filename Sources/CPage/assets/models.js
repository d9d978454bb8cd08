// What each model is, and what it was made of.

function facts(pairs) {
  return el("dl", { class: "facts" }, (pairs || []).map(([label, value]) => [el("dt", {}, label), el("dd", { dir: "auto" }, visible(value, 2000))]));
}

/** A merged or trained model above what it was made of. */
function tree(node) {
  const name = node.run === null || node.run === undefined ? named(node.name) : el("a", { href: address.to("models", { run: node.run }) }, named(node.name));
  return el("li", {}, el("div", { class: "node" }, node.role ? el("span", { class: "tag" }, named(node.role)) : null, name, facts(node.facts)),
    (node.parents || []).length ? el("ul", {}, node.parents.map(tree)) : null);
}

function modelsView() {
  const chosen = address.number("run", summary.runs.length, 0), run = summary.runs[chosen];
  if (!run) return [el("h2", {}, "Models"), el("p", { class: "notice" }, "No run is in this page.")];
  const own = (summary.curves || []).filter((curve) => curve.run === chosen);
  return [
    el("div", { class: "bar" }, el("h2", {}, named(run.name)), menu("Model", summary.runs.map((one, place) => [String(place), one.name]), String(chosen), (value) => { address.set({ run: value }); draw(); })),
    facts(run.facts),
    run.tree ? el("section", {}, el("h3", {}, "Made of"), el("ul", { class: "tree" }, tree(run.tree))) : el("p", { class: "quiet" }, "Beside this run's model lies no provenance.json that says what it was made of."),
    own.map((curve) => el("section", {}, el("h3", {}, named(curve.title)), lines(curve))),
  ];
}

function curvesView() {
  return [el("h2", {}, "Curves"), summary.curves.map((curve) => el("section", {}, el("h3", {}, named(curve.title)), lines(curve)))];
}

// The gate's verdict, where one was given.

const verdictWords = { pass: "Pass", regression: "Regression", "cannot-tell": "Cannot tell", "not-compared": "Not compared" };

function gateView() {
  const gate = summary.gate, error = gate.error;
  // Log-likelihoods are nats, not shares.
  const shown = (one, value, show) => (one.kind === "likelihood" ? (value > 0 && show === signed ? "+" : "") + value.toFixed(4).replace("-", "−") + " nats" : show(value));
  const rows = (gate.comparisons || []).map((one) => el("tr", {}, el("th", { scope: "row" }, named(one.task || "all tasks"), " ", named(one.metric)),
    el("td", { class: "number" }, shown(one, one.reference, points)), el("td", { class: "number" }, shown(one, one.candidate, points)), el("td", { class: "number" }, shown(one, one.difference, signed),
      one.interval_95 ? el("span", { class: "interval" }, shown(one, one.interval_95[0], signed) + " to " + shown(one, one.interval_95[1], signed)) : null),
    el("td", { class: "number" }, one.p_worse < 0.001 ? "< 0.001" : one.p_worse.toFixed(3)), el("td", {}, el("span", { class: "verdict " + one.verdict }, verdictWords[one.verdict] || one.verdict), one.gated ? null : el("span", { class: "quiet" }, " (told only)"))));
  return [
    el("h2", {}, "Gate: ", el("span", { class: "verdict " + gate.verdict }, verdictWords[gate.verdict] || gate.verdict)),
    el("p", {}, named(error ? error.where + ": " + error.what : gate.headline || "")),
    gate.reference && gate.candidate ? el("p", { class: "quiet" }, "Candidate ", named(gate.candidate.place), " against reference ", named(gate.reference.place)) : null,
    rows.length ? scrolled(el("table", {}, el("thead", {}, el("tr", {}, ["Task, metric", "Reference", "Candidate", "Difference", "p worse", "Verdict"].map((text, place) => el("th", { scope: "col", class: place && place < 5 ? "number" : null }, text)))), el("tbody", {}, rows)), "Gate") : null,
    (gate.warnings || []).length || (gate.notes || []).length ? el("ul", { class: "notes quiet" }, [...(gate.warnings || []), ...(gate.notes || [])].map((note) => el("li", {}, named(note)))) : null,
  ];
}
