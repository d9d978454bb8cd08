// What is looked at stands in the address behind the #, so that every view and every item has a link.

const address = {
  get all() {
    return new URLSearchParams(location.hash.slice(1));
  },

  get(key, otherwise = "") {
    const value = this.all.get(key);
    return value === null ? otherwise : value;
  },

  /** A whole number below `count`, or what else is given. */
  number(key, count, otherwise) {
    const value = Number(this.get(key, "none"));
    return Number.isInteger(value) && value >= 0 && value < count ? value : otherwise;
  },

  /** Numbers of runs, as `0,3`. */
  runs(key, otherwise) {
    const given = this.get(key).split(",").filter((text) => /^\d+$/.test(text)).map(Number);
    const sound = [...new Set(given)].filter((run) => run < summary.runs.length);
    return sound.length ? sound : otherwise;
  },

  /** The task of that protocol, or the first. */
  task() {
    const wanted = this.get("task"), place = summary.tasks.findIndex((task) => task.id === wanted);
    return Math.max(0, place);
  },

  /** What the address asks for and the page lacks, a sentence each: a link into another page, or an older one. */
  missing(open) {
    const found = [], task = this.get("task"), view = this.get("view");
    if (view && !open.some(([key]) => key === view)) found.push(["This page has no view ", view, ": shown is the first one."]);
    if (task && !summary.tasks.some((one) => one.id === task)) {
      const first = summary.tasks[0];
      found.push(["This page has no task ", task, first ? ": shown is " + first.id + "." : "."]);
    }
    for (const key of ["runs", "run", "parents"]) {
      const unknown = this.get(key).split(",").filter((one) => one && !(/^\d+$/.test(one) && Number(one) < summary.runs.length));
      if (unknown.length) found.push(["This page has no run ", unknown.join(", "), ": it is left out."]);
    }
    return found;
  },

  /** A link to a view; null removes a part. */
  link(changes, from = this.all) {
    const parts = new URLSearchParams(from);
    for (const [key, value] of Object.entries(changes)) {
      if (value === null || value === "") parts.delete(key);
      else parts.set(key, String(value));
    }
    return "#" + parts.toString();
  },

  to(view, changes = {}) {
    return this.link({ view, ...changes }, new URLSearchParams());
  },

  /** Goes there without a new entry in the history, as filters do. */
  set(changes) {
    history.replaceState(null, "", this.link(changes));
  },
};
