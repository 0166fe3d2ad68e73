// Draws the charts of a page from the specifications that it holds; expressions are interpreted, never evaluated.
import { expressionInterpreter } from "./vendor/vega-interpreter.js";

const MARGIN = 70;
const NARROWEST = 180;

function specOf(place) {
  return JSON.parse(document.getElementById(place.dataset.spec).textContent);
}

// Small charts take the width there is; what has a size of its own, such as a map, is scaled by the style.
function fitted(spec, width) {
  const own = (part) => (typeof part.width === "number" ? { ...part, width } : part);
  if (spec.projection || spec.usermeta?.fixed) return spec;
  if (Array.isArray(spec.vconcat)) return { ...spec, vconcat: spec.vconcat.map(own) };
  return own(spec);
}

async function draw(place) {
  const spec = specOf(place);
  const room = place.clientWidth || 640;
  const labels = spec.encoding?.y?.type === "nominal" || JSON.stringify(spec).includes('"labelLimit"') ? 190 : MARGIN;
  const wide = Math.max(NARROWEST, Math.min(900, room - labels));
  const compiled = vegaLite.compile(fitted(spec, wide)).spec;
  const view = new vega.View(vega.parse(compiled, null, { ast: true }), {
    expr: expressionInterpreter,
    renderer: "svg",
    container: place,
    hover: true,
    loader: vega.loader({ target: "_self" }),
    logLevel: vega.Error,
  });
  await view.runAsync();
  const picture = place.querySelector("svg");
  const linked = picture?.querySelector("a");
  if (picture && !linked) picture.setAttribute("aria-hidden", "true");
  if (linked) place.removeAttribute("role");
  place.dataset.drawn = "true";
}

export async function drawAll() {
  const places = [...document.querySelectorAll("[data-spec]")];
  if (!places.length || typeof vega === "undefined") return;
  for (const place of places) {
    try {
      await draw(place);
    } catch (error) {
      place.textContent = "The chart could not be drawn; its table and its data are on this page.";
      console.error(error);
    }
  }
  document.documentElement.dataset.charts = "drawn";
}
