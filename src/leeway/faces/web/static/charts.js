// Draws the charts of a page from the specifications that it holds; expressions are interpreted, never evaluated.
import { expressionInterpreter } from "./vendor/vega-interpreter.js";

const AROUND = 62;
const NARROW = 560;
const NARROWEST = 160;
const WIDEST = 1180;
const MOVED = 24;
const SVG = "http://www.w3.org/2000/svg";
const views = new WeakMap();
const drawing = new WeakMap();

function specOf(place) {
  return JSON.parse(document.getElementById(place.dataset.spec).textContent);
}

// On a phone: legends in one column or below, titles of axes broken, names of rows cut shorter.
function narrowed(part, room) {
  if (Array.isArray(part)) return part.map((one) => narrowed(one, room));
  if (part === null || typeof part !== "object") return part;
  const found = {};
  for (const [key, value] of Object.entries(part)) {
    if (key === "values" || key === "datasets") found[key] = value;
    else if (key === "legend" && value?.columns) found[key] = { ...value, columns: 1, title: broken(value.title) };
    else if (key === "legend" && value?.orient === "right") found[key] = { ...value, orient: "bottom", columns: 2 };
    else if (key === "axis" && value) {
      found[key] = { ...value, title: broken(value.title) };
      if (value.labelLimit) found[key].labelLimit = Math.round(room * 0.38);
      if (value.tickCount > 5) found[key].tickCount = 4;
    } else found[key] = narrowed(value, room);
  }
  return found;
}

function broken(title) {
  return typeof title === "string" && title.length > 34 ? title.split(/(?<=[;,:]) /) : title;
}

// A chart takes the width there is; several above one another share it; a map keeps its shape; tiles keep their size.
function fitted(whole, room, beside) {
  const spec = room < NARROW ? narrowed(whole, room) : whole;
  const wide = Math.max(NARROWEST, Math.min(WIDEST, room));
  if (spec.projection) {
    const scale = (wide - 10) / spec.width;
    const projection = { ...spec.projection, pointRadius: Math.max(1.6, spec.projection.pointRadius * scale) };
    return { ...spec, width: wide - 10, height: spec.height * scale, projection };
  }
  if (Array.isArray(spec.vconcat)) {
    const own = Math.max(NARROWEST, wide - AROUND - beside);
    return { ...spec, vconcat: spec.vconcat.map((part) => ({ ...part, width: own })) };
  }
  if (typeof spec.height === "number" && spec.encoding?.x?.axis === null) return spec;
  return { ...spec, width: wide, height: highOf(spec), autosize: { type: "fit-x", contains: "padding" } };
}

// A height by steps in pixels: Vega-Lite fits the width of a chart only where its height is a number.
function highOf(spec) {
  if (typeof spec.height === "number") return spec.height;
  const part = spec.encoding?.y ? spec : spec.layer[0];
  const { field } = part.encoding.y;
  return spec.height.step * new Set((part.data ?? spec.data).values.map((row) => row[field])).size;
}

let tip;

function hidden() {
  if (tip) tip.hidden = true;
}

function told(value) {
  if (typeof value !== "object" || value === null) return [document.createTextNode(String(value))];
  const list = document.createElement("dl");
  for (const [name, one] of Object.entries(value)) {
    const term = document.createElement("dt");
    const said = document.createElement("dd");
    term.textContent = name;
    said.textContent = String(one);
    list.append(term, said);
  }
  return [list];
}

function shown(value, x, y) {
  if (!tip) {
    tip = document.createElement("div");
    tip.className = "tip";
    document.body.append(tip);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hidden(); });
    document.addEventListener("scroll", hidden, { passive: true });
  }
  tip.replaceChildren(...told(value));
  tip.hidden = false;
  const wide = document.documentElement.clientWidth;
  const left = Math.max(4, Math.min(x + 14, wide - tip.offsetWidth - 4));
  const above = y - tip.offsetHeight - 12;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 4 ? above : y + 18}px`;
}

function pointed(handler, event, item, value) {
  if (value === null || value === undefined || value === "") hidden();
  else shown(value, event.clientX, event.clientY);
}

function shownAt(element) {
  const value = element?.__data__?.tooltip;
  if (!value) return "";
  const box = element.getBoundingClientRect();
  shown(value, box.left + box.width / 2, box.top + box.height / 2);
  return typeof value === "object" ? Object.entries(value).map(([name, one]) => `${name} ${one}`).join(", ") : value;
}

// Vega follows links by script alone; as elements they can be reached by keyboard and opened in another tab.
function linked(picture) {
  for (const path of picture.querySelectorAll("[aria-label]")) {
    const address = path.__data__?.href;
    if (!address) continue;
    const link = document.createElementNS(SVG, "a");
    link.setAttribute("href", address);
    link.setAttribute("aria-label", path.getAttribute("aria-label"));
    link.addEventListener("click", (event) => event.stopPropagation());
    link.addEventListener("focus", () => shownAt(path));
    link.addEventListener("blur", hidden);
    path.setAttribute("aria-hidden", "true");
    path.replaceWith(link);
    link.append(path);
  }
  return picture.querySelector("a") !== null;
}

// Arrow keys walk over whatever can be pointed at; what it says is shown and read out.
function walked(place, picture) {
  if (place.dataset.walked || ![...picture.querySelectorAll("*")].some((one) => one.__data__?.tooltip)) return;
  place.dataset.walked = "true";
  place.tabIndex = 0;
  const said = document.createElement("p");
  said.className = "unseen-by-eye";
  said.setAttribute("role", "status");
  place.after(said);
  let at = -1;
  const leave = () => {
    place.querySelector(".walked")?.classList.remove("walked");
    hidden();
  };
  place.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || event.target !== place) return;
    event.preventDefault();
    const marks = [...place.querySelectorAll("path, rect, line")].filter((one) => one.__data__?.tooltip);
    if (!marks.length) return;
    leave();
    at = (at + step + marks.length) % marks.length;
    marks[at].classList.add("walked");
    said.textContent = shownAt(marks[at]);
  });
  place.addEventListener("blur", leave);
}

async function draw(place, beside = 0) {
  const room = place.clientWidth || 640;
  const spec = specOf(place);
  const compiled = vegaLite.compile(fitted(spec, room, beside)).spec;
  views.get(place)?.finalize();
  const view = new vega.View(vega.parse(compiled, null, { ast: true }), {
    expr: expressionInterpreter,
    renderer: "svg",
    container: place,
    hover: true,
    tooltip: pointed,
    loader: vega.loader({ target: "_self" }),
    logLevel: vega.Warn,
  });
  views.set(place, view);
  place.dataset.room = String(room);
  await view.runAsync();
  const picture = place.querySelector("svg");
  const over = Math.ceil(picture.getBoundingClientRect().width - room);
  if (over > 0 && !beside && spec.vconcat) return draw(place, over);
  if (linked(picture)) {
    place.setAttribute("role", "group");
  } else {
    picture.setAttribute("aria-hidden", "true");
    walked(place, picture);
  }
  place.dataset.drawn = "true";
  return view;
}

async function drawSafely(place) {
  try {
    await draw(place);
  } catch (error) {
    place.textContent = "The chart could not be drawn; its table and its data are on this page.";
    console.error(error);
  }
}

let waiting;
const watch = new ResizeObserver(() => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    for (const place of document.querySelectorAll("[data-drawn]")) {
      const moved = Math.abs(place.clientWidth - Number(place.dataset.room)) > MOVED;
      if (place.clientWidth && moved && !matchMedia("print").matches) drawSafely(place);
    }
  }, 200);
});

/** Draw every chart in a part of the page that is shown and not drawn yet. */
export async function drawIn(part) {
  if (typeof vega === "undefined") return;
  for (const place of part.querySelectorAll("[data-spec]:not([data-drawn])")) {
    if (place.closest("[hidden]")) continue;
    if (!drawing.has(place)) drawing.set(place, drawSafely(place));
    await drawing.get(place);
    watch.observe(place);
  }
}

/** Draw every chart of the page. */
export async function drawAll() {
  await drawIn(document);
  document.documentElement.dataset.charts = "drawn";
  performance.mark("charts drawn");
}
