// Which view is shown, and when it is drawn.

const views = [
  ["table", "Leaderboard", leaderboardView, () => true], [
    "tasks",
    "Tasks",
    tasksView,
    () => summary.tasks.length > 0,
  ], ["items", "Items", itemsView, () => summary.tasks.length > 0],
  [
    "overlap",
    "Overlap",
    overlapView,
    () => summary.runs.length > 1,
  ], ["models", "Models", modelsView, () => summary.runs.length > 0],
  [
    "curves",
    "Curves",
    curvesView,
    () => (summary.curves || []).length > 0,
  ], ["gate", "Gate", gateView, () => Boolean(summary.gate)],
];

function draw() {
  const open = views.filter(([, , , isThere]) => isThere());
  const view = open.find(([key]) => key === address.get("view", "table")) || open[0];
  const links = open.map(
    ([key, label]) => el("a", { href: address.to(key), "aria-current": key === view[0] ? "page" : null }, label)
  );
  document.getElementById("views").replaceChildren(...links);
  const main = document.getElementById("main");
  main.className = "view-" + view[0];
  const missing = address.missing(open).map(
    ([before, name, behind]) => el("p", { class: "notice missing", role: "alert" }, before, named(name), behind)
  );
  main.replaceChildren(...missing, ...view[2]().flat(Infinity).filter(Boolean));
  document.title = view[1] + " · " + summary.title;
}

/** Draws anew and opens again the menu that was open. */
function drawBehind(selector) {
  const focused = [...document.querySelectorAll(selector + " input")].indexOf(document.activeElement);
  draw();
  setTimeout(() => {
    const details = document.querySelector(selector);
    if (!details) return;
    details.open = true;
    const box = details.querySelectorAll("input")[focused];
    if (box) box.focus();
  }, 30);
}

function follow() {
  // Not a view but the skip link.
  if (location.hash === "#main") return;
  draw();
  window.scrollTo(0, 0);
}

document.getElementById("subtitle").textContent = summary.subtitle || "";
document.getElementById("footer").textContent = summary.made || "";
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main").focus();
});
window.addEventListener("hashchange", follow);
let resizing = 0, lastWidth = window.innerWidth;
window.addEventListener("resize", () => {
  clearTimeout(resizing);
  if (window.innerWidth === lastWidth) return;
  lastWidth = window.innerWidth;
  resizing = setTimeout(() => { if (document.activeElement.tagName !== "INPUT") draw(); }, 150);
});
draw();
document.documentElement.dataset.drawn = String(Math.round(performance.now()));
