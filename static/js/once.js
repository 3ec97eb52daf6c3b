// A form that is on its way is not sent again: a second press within RELEASE does nothing.
// Forms that download a file stay on the page, so the guard lets go by itself.
const RELEASE = 15_000;
const sent = new WeakMap();

export function guardForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.hasAttribute("hx-post")) return;
    const before = sent.get(form);
    if (before && Date.now() - before < RELEASE) {
      event.preventDefault();
      return;
    }
    sent.set(form, Date.now());
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(() => event.submitter?.removeAttribute("aria-disabled"), RELEASE);
  });
  // Back button: the page returns as it was left, and may be sent again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.querySelectorAll("form").forEach((form) => sent.delete(form));
    document.querySelectorAll("[aria-disabled]").forEach((each) => each.removeAttribute("aria-disabled"));
  });
}
