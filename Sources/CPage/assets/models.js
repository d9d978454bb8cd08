// What each model is, and what it was made of.

function facts(pairs) {
  return el(
    "dl",
    { class: "facts" },
    (pairs || []).map(([label, value]) => [el("dt", {}, label), el("dd", { dir: "auto" }, visible(value, 2000))])
  );
}

/** A merged or trained model above what it was made of. */
function tree(node) {
  const name = node.run === null || node.run === undefined ? named(node.name) : el(
    "a",
    { href: address.to("models", { run: node.run }) },
    named(node.name)
  );
  return el("li", {}, el(
    "div",
    { class: "node" },
    node.role ? el("span", { class: "tag" }, named(node.role)) : null,
    name,
    facts(node.facts)
  ),
    (node.parents || []).length ? el("ul", {}, node.parents.map(tree)) : null);
}

function modelsView() {
  const chosen = address.number("run", summary.runs.length, 0), run = summary.runs[chosen];
  if (!run) return [el("h2", {}, "Models"), el("p", { class: "notice" }, "No run is in this page.")];
  const own = (summary.curves || []).filter((curve) => curve.run === chosen);
  return [
    el(
      "div",
      { class: "bar" },
      el("h2", {}, named(run.name)),
      menu(
        "Model",
        summary.runs.map((one, place) => [String(place), one.name]),
        String(chosen),
        (value) => { address.set({ run: value }); draw(); }
      )
    ),
    facts(run.facts),
    run.tree ? el("section", {}, el("h3", {}, "Made of"), el("ul", { class: "tree" }, tree(run.tree))) : el(
      "p",
      { class: "quiet" },
      "Beside this run's model lies no provenance.json that says what it was made of."
    ),
    own.map((curve) => el("section", {}, el("h3", {}, named(curve.title)), lines(curve))),
  ];
}

function curvesView() {
  return [
    el("h2", {}, "Curves"),
    summary.curves.map((curve) => el("section", {}, el("h3", {}, named(curve.title)), lines(curve))),
  ];
}
