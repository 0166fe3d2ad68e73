// What a page does beyond its text: charts, completion of names, sliders, a switch between map and tiles.
import { drawAll } from "./charts.js";

const PAUSE = 150;

function later(run) {
  let waiting;
  return (...given) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => run(...given), PAUSE);
  };
}

function completed(input) {
  const list = document.createElement("ul");
  const id = `${input.id}-names`;
  Object.assign(list, { id, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "States");
  input.after(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id,
  })) input.setAttribute(name, value);
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
    input.focus();
  };
  const move = (step) => {
    const options = [...list.children];
    if (list.hidden || !options.length) return false;
    at = (at + step + options.length) % options.length;
    options.forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    input.setAttribute("aria-activedescendant", options[at].id);
    return true;
  };
  const ask = later(async () => {
    const typed = input.value;
    if (typed.trim().length < 2) return close();
    const answer = await fetch(`${input.dataset.complete}?q=${encodeURIComponent(typed.slice(-120))}`);
    if (!answer.ok || input.value !== typed) return;
    const told = await answer.json();
    letters = told.letters;
    list.replaceChildren(...told.completions.map((one, place) => {
      const option = document.createElement("li");
      option.id = `${id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.name = one.name;
      const ended = one.until ? `, until ${one.until.slice(0, 4)}` : "";
      option.textContent = one.matched === one.name ? `${one.name}${ended}` : `${one.name} (${one.matched}${ended})`;
      option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
      return option;
    }));
    list.hidden = !told.completions.length;
    at = -1;
    input.setAttribute("aria-expanded", String(!list.hidden));
  });
  input.addEventListener("input", ask);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown" && move(1)) event.preventDefault();
    else if (event.key === "ArrowUp" && move(-1)) event.preventDefault();
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); choose(list.children[at]); }
  });
}

function weighed(form) {
  const said = form.querySelector(".bent");
  const sliders = [...form.querySelectorAll("input[type=range]")];
  const again = later(async () => {
    const where = new URL(form.dataset.weights, location.href);
    where.searchParams.delete("weight");
    const lighter = sliders.filter((one) => Number(one.value) !== 1);
    for (const one of lighter) where.searchParams.append("weight", `${one.name.replace("weight.", "")}=${one.value}`);
    const answer = await fetch(where, { headers: { accept: "application/json" } });
    const told = await answer.json();
    if (!answer.ok) { said.textContent = told.detail; return; }
    const first = told.rivals[0];
    const leads = first ? ` The likeliest explanation: ${first.name} (${Math.round(100 * first.probability)}%).` : "";
    said.textContent = `${lighter.length ? "Weighed so" : "As usual"}: ${told.answer}, ${Math.round(100 * told.probability)}% (${told.words}).${leads}`;
  });
  for (const slider of sliders) {
    slider.addEventListener("input", () => { slider.nextElementSibling.value = slider.value; again(); });
  }
}

// Of a map and its tiles one is shown; without this script both are.
function switched(charts) {
  const bar = document.createElement("div");
  bar.className = "switch";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Map or tiles");
  const show = (chosen) => {
    charts.forEach((one) => { one.hidden = one !== chosen; });
    [...bar.children].forEach((one, place) => one.setAttribute("aria-pressed", String(charts[place] === chosen)));
  };
  for (const chart of charts) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = chart.id === "map" ? "Map" : "Tiles: one square a state";
    button.addEventListener("click", () => show(chart));
    bar.append(button);
  }
  charts[0].before(bar);
  show(charts[0]);
}

document.querySelectorAll("[data-complete]").forEach(completed);
document.querySelectorAll("[data-weights]").forEach(weighed);
await drawAll();
const maps = ["map", "tiles"].map((id) => document.getElementById(id)).filter(Boolean);
if (maps.length === 2) switched(maps);
