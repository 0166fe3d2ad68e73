// What a page does beyond its text: charts, completion of names, sliders, map or tiles, words of a claim.
import { drawAll, drawIn } from "./charts.js";

const PAUSE = 150;

function later(run) {
  let waiting;
  return (...given) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => run(...given), PAUSE);
  };
}

// Only the latest request of a kind counts; an earlier one that is still under way is given up.
function latest() {
  let under;
  return async (address, read) => {
    under?.abort();
    under = new AbortController();
    const { signal } = under;
    try {
      const answer = await fetch(address, { signal });
      const told = await read(answer);
      return signal.aborted ? null : { ok: answer.ok, told };
    } catch (error) {
      if (error.name === "AbortError") return null;
      throw error;
    }
  };
}

function optionOf(one, id) {
  const option = document.createElement("li");
  option.id = id;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.name = one.name;
  const ended = one.until ? `until ${one.until.slice(0, 4)}` : "";
  const about = [one.matched === one.name ? "" : one.matched, ended].filter(Boolean).join(", ");
  option.textContent = about ? `${one.name} (${about})` : one.name;
  return option;
}

function completed(input) {
  const list = document.createElement("ul");
  const said = document.createElement("p");
  const id = `${input.id}-names`;
  Object.assign(list, { id, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "States");
  said.className = "unseen-by-eye";
  said.setAttribute("role", "status");
  input.after(list, said);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id,
  })) input.setAttribute(name, value);
  const ask = latest();
  let letters = "";
  let at = -1;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (option) => {
    input.value = `${input.value.slice(0, input.value.length - letters.length)}${option.dataset.name} `;
    close();
    said.textContent = `${option.dataset.name} taken`;
    input.focus();
  };
  const move = (step) => {
    const options = [...list.children];
    if (list.hidden || !options.length) return false;
    at = at < 0 && step < 0 ? options.length - 1 : (at + step + options.length) % options.length;
    options.forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    options[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[at].id);
    return true;
  };
  const look = later(async () => {
    const typed = input.value;
    if (typed.trim().length < 2) return close();
    const address = `${input.dataset.complete}?q=${encodeURIComponent(typed.slice(-120))}`;
    const found = await ask(address, (answer) => answer.json());
    if (!found?.ok || input.value !== typed || document.activeElement !== input) return;
    letters = found.told.letters;
    const options = found.told.completions.map((one, place) => optionOf(one, `${id}-${place}`));
    for (const option of options) {
      option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
    }
    close();
    list.replaceChildren(...options);
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    const states = options.length === 1 ? "1 state" : `${options.length} states`;
    said.textContent = options.length ? `${states}; arrow keys choose, Enter takes` : "";
  });
  input.addEventListener("input", look);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    else if (event.key === "ArrowDown" && move(1)) event.preventDefault();
    else if (event.key === "ArrowUp" && move(-1)) event.preventDefault();
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); choose(list.children[at]); }
  });
}

// The page of the weighed answer takes the place of what it changes, so that view and address say the same.
function weighed(form) {
  const said = form.querySelector(".bent");
  const sliders = [...form.querySelectorAll("input[type=range]")];
  const ask = latest();
  const again = later(async () => {
    const address = new URL(form.dataset.weights, location.href);
    for (const one of sliders.filter((slider) => Number(slider.value) !== 1)) {
      address.searchParams.append("weight", `${one.name.replace("weight.", "")}=${one.value}`);
    }
    form.setAttribute("aria-busy", "true");
    let found;
    try {
      found = await ask(address, (answer) => answer.text());
    } catch {
      said.textContent = "No answer came; the page stands as it was.";
      form.removeAttribute("aria-busy");
      return;
    }
    if (!found) return;
    form.removeAttribute("aria-busy");
    const page = new DOMParser().parseFromString(found.told, "text/html");
    if (!found.ok) {
      said.textContent = page.querySelector(".answer")?.textContent ?? "This cannot be weighed so.";
      return;
    }
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(part.id);
      part.className = fresh?.className ?? part.className;
      part.replaceChildren(...(fresh ? fresh.childNodes : []));
      await drawIn(part);
    }
    said.textContent = page.querySelector(".bent").textContent;
    history.replaceState(history.state, "", address.pathname + address.search + location.hash);
  });
  const set = (slider) => { slider.nextElementSibling.value = slider.value; };
  for (const slider of sliders) slider.addEventListener("input", () => { set(slider); again(); });
  form.querySelector(".usual").addEventListener("click", (event) => {
    event.preventDefault();
    for (const slider of sliders) { slider.value = "1"; set(slider); }
    again();
  });
}

// Of a map and its tiles one is shown, as the address says; without this script both are.
function switched(charts) {
  const bar = document.createElement("div");
  bar.className = "switch";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Map or tiles");
  const show = async (chosen) => {
    charts.forEach((one) => { one.hidden = one !== chosen; });
    [...bar.children].forEach((one, place) => one.setAttribute("aria-pressed", String(charts[place] === chosen)));
    await drawIn(chosen);
  };
  for (const chart of charts) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = chart.id === "map" ? "Map" : "Tiles, one square a state";
    button.addEventListener("click", () => {
      history.replaceState(history.state, "", chart.id === "map" ? location.pathname + location.search : `#${chart.id}`);
      show(chart);
    });
    bar.append(button);
  }
  charts[0].before(bar);
  const named = () => charts.find((one) => `#${one.id}` === location.hash) ?? charts[0];
  addEventListener("hashchange", () => show(named()));
  charts.forEach((one) => { one.hidden = one !== named(); });
  show(named());
}

// Where the words of an entry stand in the document: its quotations, looked for from its mark on.
function wordsOf(entry, text) {
  const mark = text.querySelector(`#${CSS.escape(entry.id.replace(/^e-/, "t-"))}`);
  if (!mark) return [];
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let whole = "";
  let from = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (mark.contains(node)) from = whole.length;
    if (node.parentElement.closest(".ref, .part")) continue;
    nodes.push([node, whole.length]);
    whole += node.data;
  }
  const found = [];
  let after = from ?? 0;
  const placed = (offset) => {
    const [node, start] = nodes.findLast(([, begin]) => begin <= offset);
    return [node, Math.min(offset - start, node.length)];
  };
  for (const quoted of entry.querySelectorAll(":scope > q")) {
    const words = quoted.textContent.replace(/…$/, "");
    const start = words ? whole.indexOf(words, after) : -1;
    if (start < 0) continue;
    const range = document.createRange();
    range.setStart(...placed(start));
    range.setEnd(...placed(start + words.length - 1));
    range.setEnd(range.endContainer, range.endOffset + 1);
    found.push(range);
    after = start + words.length;
  }
  return found;
}

// From an entry to its words and back: both are marked, and the focus moves along.
function read(page) {
  const text = page.querySelector(".text");
  if (!text) return;
  const mark = (key) => {
    page.querySelectorAll(".chosen").forEach((one) => one.classList.remove("chosen"));
    const entry = document.getElementById(`e-${key}`);
    if (!entry) return;
    entry.classList.add("chosen");
    document.getElementById(`t-${key}`)?.classList.add("chosen");
    if (CSS.highlights) CSS.highlights.set("chosen", new Highlight(...wordsOf(entry, text)));
  };
  page.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#t-"], a[href^="#e-"]');
    const aim = link && document.getElementById(link.hash.slice(1));
    if (!aim) return;
    event.preventDefault();
    history.replaceState(history.state, "", link.hash);
    mark(link.hash.slice(3));
    if (aim.tabIndex < 0) aim.tabIndex = -1;
    aim.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    aim.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  });
  page.addEventListener("pointerover", (event) => {
    const entry = event.target.closest('li[id^="e-"]');
    if (entry) mark(entry.id.slice(2));
  });
}

document.querySelectorAll("[data-complete]").forEach(completed);
document.querySelectorAll("[data-weights]").forEach(weighed);
document.querySelectorAll(".reading").forEach(read);
addEventListener("beforeprint", () => {
  document.querySelectorAll("details:not([open])").forEach((one) => { one.open = true; one.dataset.printed = ""; });
});
addEventListener("afterprint", () => {
  document.querySelectorAll("details[data-printed]").forEach((one) => { one.open = false; delete one.dataset.printed; });
});
const maps = ["map", "tiles"].map((id) => document.getElementById(id)).filter(Boolean);
if (maps.length === 2) switched(maps);
await drawAll();
document.documentElement.dataset.ready = "true";
