// Everything here makes a page that already works work better.
import { initAll } from "../vendor/govuk/govuk-frontend.min.js";
import { startAutosave } from "./autosave.js";
import { watchIdle } from "./idle.js";
import { guardForms } from "./once.js";
import { startReveals } from "./reveal.js";
import { startSameForAll } from "./same-for-all.js";

const moj = '[data-module^="moj-"]';

async function start(scope) {
  initAll(scope === document ? {} : { scope });
  scope.querySelectorAll("form[data-autosave]").forEach(startAutosave);
  startReveals(scope);
  startSameForAll(scope);
  if (scope.querySelector(moj)) {
    const components = await import("../vendor/moj/moj-frontend.min.js");
    components.initAll(scope === document ? {} : { scope });
  }
}

function isTyping(element) {
  return element && (element.isContentEditable || /^(input|select|textarea)$/i.test(element.tagName));
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  const search = document.querySelector("[data-search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

guardForms();
watchIdle();
start(document);

// A part that htmx brought in needs its components too.
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) start(event.detail.elt);
});

const grown = document.querySelector("[data-just-added] > fieldset:last-of-type");
if (grown) {
  grown.scrollIntoView({ block: "center" });
  grown.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}
