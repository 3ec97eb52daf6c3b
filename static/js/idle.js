// A session ends when nobody does anything. Two minutes before, the page asks; whoever types or
// presses something is at work, and the session goes on with them. When it has ended, a page that
// holds nothing unsent is closed to whoever passes by; one that does keeps it.
const WARNING = 120; // seconds
const LOOK = 5_000;
const KEY = "socialcare:heard";
let last = Date.now();

export function watchIdle() {
  const { idle, stay } = document.body.dataset;
  if (!idle) return;
  const limit = Number(idle) * 1000;
  const often = Math.min(limit / 4, 240_000);
  let acted = 0;
  let over = false;
  heard();

  for (const kind of ["keydown", "pointerdown", "input"]) {
    document.addEventListener(kind, () => (acted = Date.now()), { passive: true, capture: true });
  }
  setInterval(look, LOOK);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") look();
  });

  const dialog = document.createElement("dialog");
  dialog.className = "app-idle";
  dialog.setAttribute("aria-labelledby", "idle-title");
  const title = part("h2", "govuk-heading-m", "Are you still there?");
  title.id = "idle-title";
  const text = part("p", "govuk-body", "You will be signed out in 2 minutes, because nothing has been done here.");
  const button = part("button", "govuk-button", "Stay signed in");
  button.type = "button";
  button.addEventListener("click", () => extend());
  dialog.addEventListener("cancel", (event) => (over ? event.preventDefault() : extend()));
  dialog.append(title, text, button);
  document.body.append(dialog);

  function heard() {
    try {
      localStorage.setItem(KEY, Date.now());
    } catch {
      // without storage each tab keeps its own time
    }
    last = Date.now();
  }

  function since() {
    let shared = 0;
    try {
      shared = Number(localStorage.getItem(KEY)) || 0;
    } catch {
      // as above
    }
    return Date.now() - Math.max(shared, last);
  }

  async function extend() {
    try {
      const answer = await fetch(stay, { credentials: "same-origin", redirect: "manual" });
      if (!answer.ok) return ended();
      heard();
      over = false;
      dialog.close();
    } catch {
      // the service cannot be reached just now: the next look tries again
    }
  }

  function look() {
    if (over) return;
    const quiet = since();
    const left = (limit - quiet) / 1000;
    if (left <= 0) return ended();
    if (left <= WARNING) {
      if (!dialog.open) dialog.showModal();
    } else if (dialog.open) {
      dialog.close(); // another tab went on
    } else if (quiet > often && Date.now() - acted < often) {
      extend();
    }
  }

  function ended() {
    over = true;
    if (!holdsText()) return location.reload(); // to the sign-in page, which leads back here
    title.textContent = "You have been signed out";
    text.textContent = "What you typed is still on this page. Sign in in another tab and come back, or send the page: it is kept while you sign in.";
    const back = button.cloneNode();
    back.textContent = "Back to the page";
    back.addEventListener("click", () => dialog.close());
    button.replaceWith(back);
    if (!dialog.open) dialog.showModal();
  }
}

function holdsText() {
  return [...document.querySelectorAll("main form[method=post] :is(input, textarea, select)")].some((each) => {
    if (each.type === "hidden" || each.type === "submit") return false;
    if (each.type === "checkbox" || each.type === "radio") return each.checked !== each.defaultChecked;
    if (each.tagName === "SELECT") return [...each.options].some((one) => one.selected !== one.defaultSelected);
    return each.value !== each.defaultValue;
  });
}

function part(name, kind, words) {
  const element = document.createElement(name);
  element.className = kind;
  element.textContent = words;
  return element;
}
