// Rules that a page must keep for people who use it without a mouse, without sight, or without much contrast. Gives a list of what breaks them.
const problems = [];
const seen = (element) => element.checkVisibility() && element.getBoundingClientRect().width > 0;
const name = (element) => (element.getAttribute("aria-label") || element.textContent || element.getAttribute("title") || "").trim();
const short = (element) => element.outerHTML.slice(0, 90);

for (const role of ["header", "nav", "main", "footer"]) if (document.querySelectorAll("body > " + role + ", body > header > " + role).length !== 1) problems.push("not one " + role);
if (document.querySelectorAll("h1").length !== 1) problems.push("not one h1");
if (!document.documentElement.lang) problems.push("no language");
if (!document.querySelector("nav [aria-current=page]")) problems.push("no current view");
const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) problems.push("id twice: " + id);
for (const element of document.querySelectorAll("[aria-labelledby]")) if (!document.getElementById(element.getAttribute("aria-labelledby"))) problems.push("label of nothing: " + short(element));
for (const element of document.querySelectorAll("[aria-activedescendant]")) if (!document.getElementById(element.getAttribute("aria-activedescendant"))) problems.push("active option is not there");
for (const element of document.querySelectorAll("button, a[href], summary")) if (seen(element) && !name(element)) problems.push("no name: " + short(element));
for (const element of document.querySelectorAll("select, input")) if (!element.labels.length) problems.push("no label: " + short(element));
for (const element of document.querySelectorAll("svg:not([aria-hidden])")) if (element.getAttribute("role") !== "img" || !element.getAttribute("aria-label")) problems.push("picture without a name");
for (const element of document.querySelectorAll("thead th, tbody th")) if (!element.scope) problems.push("header without a scope: " + short(element));
for (const element of document.querySelectorAll("[role=option]")) if (!element.closest("[role=listbox]") || !element.hasAttribute("aria-selected")) problems.push("option without a list");
for (const element of document.querySelectorAll("[role=listbox], .scroll")) if (element.tabIndex !== 0 || !element.getAttribute("aria-label")) problems.push("cannot be reached or has no name: " + short(element));
let level = 1;
for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
  const own = Number(heading.tagName[1]);
  if (own > level + 1) problems.push("heading skips a level: " + short(heading));
  level = own;
}

// Contrast, as WCAG 2.2 computes it; 4.5, or 3 for large text.
function colour(text) {
  const canvas = colour.canvas || (colour.canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true }));
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = text;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}
const over = (top, below) => [0, 1, 2].map((part) => top[part] * top[3] + below[part] * (1 - top[3])).concat(1);
function light(rgb) {
  const [red, green, blue] = rgb.slice(0, 3).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function ground(element) {
  const layers = [];
  for (let at = element; at; at = at.parentElement) layers.push(colour(getComputedStyle(at).backgroundColor));
  return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
}
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), checked = new Set();
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || checked.has(element) || !seen(element) || element.closest("script, style, .unseen, .skip, option, svg")) continue;
  checked.add(element);
  const style = getComputedStyle(element), below = ground(element), one = light(over(colour(style.color), below)), other = light(below);
  const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05), size = parseFloat(style.fontSize);
  const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
  if (ratio < needed) problems.push("contrast " + ratio.toFixed(2) + ": " + short(element));
}
return [...new Set(problems)].slice(0, 20).concat(checked.size < 5 ? ["hardly any text"] : []);
