// A long list of which only what is seen exists: twenty thousand items scroll as twenty do.

const rowHeight = 52;

/** Where a key leads from a place; null for keys that lead nowhere. `page` rows are seen at once. */
function stepped(key, at, count, page) {
  switch (key) {
    case "ArrowDown": return at + 1;
    case "ArrowUp": return at - 1;
    case "PageDown": return at + page;
    case "PageUp": return at - page;
    case "Home": return 0;
    case "End": return count - 1;
    default: return null;
  }
}

/** `rows` are numbers; `show` fills an element for one of them; `chosen` is told which one is picked. */
function longList(label, rows, current, show, chosen) {
  const inner = el("div", { class: "inner", role: "presentation" });
  const box = el("div", { class: "list", role: "listbox", tabindex: "0", "aria-label": label }, inner);
  inner.style.height = rows.length * rowHeight + "px";
  let at = rows.indexOf(current);
  const drawn = new Map();

  function paint() {
    const from = Math.max(0, Math.floor(box.scrollTop / rowHeight) - 6);
    const to = Math.min(rows.length, Math.ceil((box.scrollTop + box.clientHeight) / rowHeight) + 6);
    for (const [place, row] of drawn) if (
      (place < from || place >= to) && place !== at
    ) { row.remove(); drawn.delete(place); }
    for (let place = from; place < to; place += 1) if (!drawn.has(place)) add(place);
    if (at >= 0 && !drawn.has(at)) add(at);
    for (const [place, row] of drawn) row.setAttribute("aria-selected", String(place === at));
    if (at >= 0) box.setAttribute("aria-activedescendant", "option-" + at);
  }

  function add(place) {
    const row = el(
      "div",
      {
        class: "row",
        role: "option",
        id: "option-" + place,
        "aria-posinset": place + 1,
        "aria-setsize": rows.length,
        click: () => pick(place),
      }
    );
    row.style.transform = "translateY(" + place * rowHeight + "px)";
    show(row, rows[place]);
    drawn.set(place, row);
    inner.append(row);
  }

  function pick(place) {
    if (!rows.length) return;
    at = Math.max(0, Math.min(rows.length - 1, place));
    reveal();
    chosen(rows[at]);
  }

  function reveal() {
    const top = at * rowHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = top + rowHeight - box.clientHeight;
    paint();
  }

  box.addEventListener("scroll", () => requestAnimationFrame(paint), { passive: true });
  box.addEventListener("keydown", (event) => {
    const next = stepped(event.key, at, rows.length, Math.max(1, Math.floor(box.clientHeight / rowHeight) - 1));
    if (next === null) return;
    event.preventDefault();
    pick(next);
  });
  requestAnimationFrame(() => (at >= 0 ? reveal() : paint()));
  return { box, pick, get place() { return at; } };
}
