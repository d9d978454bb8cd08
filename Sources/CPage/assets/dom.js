// Elements. Whatever stands in a run is hostile text: it becomes text nodes and attribute values, never markup.

const svgSpace = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/** An HTML element; functions among the attributes listen to the event of that name. */
function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same in SVG. */
function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(svgSpace, tag), attributes, children);
}

/** A name out of a file: its direction does not leak into what stands beside it. */
function named(text) {
  return el("bdi", { class: "name" }, visible(short(String(text), 300)));
}

function say(text) {
  document.getElementById("status").textContent = text;
}

function labelled(label, control) {
  return el("label", { class: "field" }, el("span", {}, label), control);
}

/** A menu of [value, label] pairs. */
function menu(label, options, value, changed) {
  const select = el("select", { change: () => changed(select.value) });
  for (const [key, text] of options) select.append(el("option", { value: key }, text));
  select.value = value;
  return labelled(label, select);
}

// Characters that show nothing or turn the text around.
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/** Text with its invisible characters named; the first `limit` characters, and a button for the rest. */
function visible(text, limit = 20000) {
  const nodes = [];
  let end = Math.min(limit, text.length), from = 0;
  if (end < text.length && text.charCodeAt(end - 1) >> 10 === 0x36) end -= 1;
  const shown = text.slice(0, end);
  for (const match of shown.matchAll(unseen)) {
    const code = match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    nodes.push(shown.slice(from, match.index), el("span", { class: "control" }, "U+" + code));
    from = match.index + match[0].length;
  }
  nodes.push(shown.slice(from));
  if (text.length > end) {
    const more = el("button", {
      type: "button",
      class: "small",
      click: () => more.replaceWith(...visible(text.slice(end), 1e6)),
    },
      "Show " + whole(text.length - end) + " more characters");
    nodes.push(more);
  }
  return nodes;
}
