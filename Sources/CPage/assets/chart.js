// Pictures. Colours can be told apart by people who see few of them (Okabe and Ito's); lines differ in their dashes, too.

const palette = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a6d00", "#3a9bd6", "#6b6b6b"];
const dashes = ["", "7 3", "2 3", "9 3 2 3", "12 4", "4 2", "1 2"];

function pictureWidth() {
  return Math.max(300, Math.min(920, document.getElementById("main").clientWidth - 8));
}

function short(text, count) {
  const letters = [...text];
  return letters.length > count ? letters.slice(0, count - 1).join("") + "…" : text;
}

function words(x, y, text, more = {}) {
  return svg("text", { x, y, fill: "currentColor", "font-size": 12, ...more }, text);
}

/** The picture with its caption, and a button that saves it for a paper. */
function figure(picture, title, caption) {
  const save = () => {
    const copy = picture.cloneNode(true);
    copy.setAttribute("xmlns", svgSpace);
    copy.setAttribute("color", "#111");
    copy.setAttribute("font-family", "Helvetica, Arial, sans-serif");
    const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }));
    el("a", { href: url, download: title.replace(/[^\p{L}\p{N}]+/gu, "-") + ".svg" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  };
  return el("figure", {}, picture, el("figcaption", { class: "quiet" }, caption, " ",
    el("button", { type: "button", class: "small", click: save }, "Save as SVG")));
}

function canvas(width, height, title) {
  return svg(
    "svg",
    { viewBox: "0 0 " + width + " " + height, width, height, role: "img", "aria-label": title },
    svg("title", {}, title)
  );
}

/** Rows of { label, value, low, high, strong }, shares. */
function forest(rows, title, caption) {
  if (!rows.length) return el("p", { class: "quiet" }, "No model has a number here.");
  const width = pictureWidth(), left = Math.min(220, width * 0.36), right = 58, line = 24, top = 8, bottom = 34;
  const low = Math.min(...rows.map((row) => row.low ?? row.value));
  const high = Math.max(...rows.map((row) => row.high ?? row.value));
  const margin = Math.max(0.005, (high - low) * 0.06);
  const from = Math.max(0, low - margin);
  const to = Math.min(1, high + margin);
  const height = top + line * rows.length + bottom;
  const place = (value) => left + (value - from) / (to - from || 1) * (width - left - right);
  const picture = canvas(width, height, title + ": " + rows.length + " models with intervals");
  for (const tick of ticks(from, to, width < 500 ? 4 : 8)) {
    picture.append(svg(
      "line",
      { x1: place(tick), x2: place(tick), y1: top, y2: height - bottom, stroke: "currentColor", "stroke-opacity": 0.13 }
    ),
      words(place(tick), height - bottom + 16, points(tick, to - from < 0.05 ? 1 : 0), { "text-anchor": "middle", "fill-opacity": 0.75 }));
  }
  rows.forEach((row, index) => {
    const y = top + line * (index + 0.5);
    picture.append(words(left - 10, y + 4, short(row.label, Math.floor(left / 7)), { "text-anchor": "end" }));
    if (row.low !== null && row.low !== undefined) {
      picture.append(svg(
        "line",
        { x1: place(row.low), x2: place(row.high), y1: y, y2: y, stroke: "currentColor", "stroke-width": 1.5 }
      ),
        ...[row.low, row.high].map((end) => svg("line",
          { x1: place(end), x2: place(end), y1: y - 3, y2: y + 3, stroke: "currentColor", "stroke-width": 1.5 })));
    }
    picture.append(svg(
      "circle",
      {
        cx: place(row.value),
        cy: y,
        r: 4.5,
        class: row.strong ? null : "hollow",
        fill: row.strong ? palette[0] : "#fff",
        stroke: palette[0],
        "stroke-width": 2,
      }
    ),
      words(width - right + 12, y + 4, points(row.value)));
  });
  picture.append(
    words(
      (left + width - right) / 2,
      height - 4,
      title + ", points of 100",
      { "text-anchor": "middle", "fill-opacity": 0.75 }
    )
  );
  return figure(picture, title, caption);
}

/** Rows of { label, value, low, high, note }, shares from 0. */
function bars(rows, title, caption) {
  const width = pictureWidth(), left = Math.min(220, width * 0.36), right = 112, line = 24, top = 4;
  const most = Math.max(...rows.map((row) => row.high ?? row.value), 0.01);
  const place = (value) => left + value / most * (width - left - right);
  const picture = canvas(width, top + line * rows.length + 8, title);
  rows.forEach((row, index) => {
    const y = top + line * (index + 0.5);
    picture.append(words(left - 10, y + 4, short(row.label, Math.floor(left / 7)), { "text-anchor": "end" }),
      svg(
        "rect",
        {
          x: left,
          y: y - 7,
          width: Math.max(0, place(row.value) - left),
          height: 14,
          fill: row.colour || palette[0],
          "fill-opacity": 0.75,
        }
      ),
      words(width - right + 10, y + 4, points(row.value)), words(width - 4, y + 4, row.note || "", { "text-anchor": "end", "fill-opacity": 0.75 }));
    if (row.low !== null && row.low !== undefined) picture.append(
      svg(
        "line",
        { x1: place(row.low), x2: place(row.high), y1: y, y2: y, stroke: "currentColor", "stroke-width": 1.5 }
      )
    );
  });
  return figure(picture, title, caption);
}

function legendOf(series) {
  return el("ul", { class: "keys" }, series.map((one, index) => el("li", {},
    svg(
      "svg",
      { width: 30, height: 10, "aria-hidden": "true" },
      svg(
        "line",
        {
          x1: 0,
          x2: 30,
          y1: 5,
          y2: 5,
          stroke: palette[index % 7],
          "stroke-width": 2.5,
          "stroke-dasharray": dashes[index % 7] || null,
        }
      )
    ),
    named(one.name))));
}

/** Series of { name, points: [[x, y]] } over a common axis. */
function lines(chart) {
  const width = pictureWidth(), height = 320, left = 56, right = 14, top = 12, bottom = 42;
  const all = chart.series.flatMap((one) => one.points);
  const span = (axis) => all.reduce(
    ([low, high], point) => [Math.min(low, point[axis]), Math.max(high, point[axis])],
    [Infinity, -Infinity]
  );
  const [x0, x1] = span(0), [y0, y1] = span(1), pad = (y1 - y0) * 0.05 || 0.01;
  const across = (x) => left + (x - x0) / (x1 - x0 || 1) * (width - left - right);
  const up = (y) => height - bottom - (y - y0 + pad) / (y1 - y0 + 2 * pad) * (height - top - bottom);
  const picture = canvas(width, height, chart.title), faint = { "fill-opacity": 0.75 };
  for (const tick of ticks(y0 - pad, y1 + pad)) picture.append(
    svg(
      "line",
      { x1: left, x2: width - right, y1: up(tick), y2: up(tick), stroke: "currentColor", "stroke-opacity": 0.13 }
    ),
    words(left - 8, up(tick) + 4, String(tick), { "text-anchor": "end", ...faint })
  );
  for (const tick of ticks(x0, x1, width < 500 ? 4 : 8)) picture.append(
    words(across(tick), height - bottom + 18, String(tick), { "text-anchor": "middle", ...faint })
  );
  chart.series.forEach((one, index) => {
    const colour = palette[index % 7];
    picture.append(
      svg(
        "polyline",
        {
          fill: "none",
          stroke: colour,
          "stroke-width": 2,
          "stroke-dasharray": dashes[index % 7] || null,
          points: one.points.map(([x, y]) => across(x).toFixed(1) + "," + up(y).toFixed(1)).join(" "),
        }
      )
    );
    if (one.points.length <= 40) picture.append(
      ...one.points.map(([x, y]) => svg("circle", { cx: across(x), cy: up(y), r: 2.5, fill: colour }))
    );
  });
  picture.append(words((left + width - right) / 2, height - 4, chart.across, { "text-anchor": "middle", ...faint }));
  return el("div", {}, legendOf(chart.series), figure(picture, chart.title, chart.upward));
}
