// A form that saves itself: <form method="post" data-autosave="URL"> with an element
// [data-autosave-status] inside it.
//
// Sends the changed fields (every field of a changed name), all hidden fields, and `changed` with each
// name, so that a box that was unticked is known to have changed. One request at a time, in order.
// Answers: 2xx, JSON {"version": …} puts a new version into the form's hidden `version` field and
// {"saved": "14:05"} words the time, {"words": 120} the count in [data-autosave-words]; 409, JSON {"url": …} is somebody else's change; 401, 403 or a
// redirect is a session that ended. Without an answer it tries again, and the page says so.

const PAUSE = 2_000; // after typing stops
const LONGEST = 8_000; // while typing goes on; with the request itself it stays under ten seconds
const RETRIES = [2_000, 4_000, 8_000, 15_000];
const PATIENCE = 15_000; // for one answer

export function startAutosave(form) {
  if (!form.autosave) form.autosave = new Autosave(form);
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave;
    this.status = form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]");
    this.changed = new Set();
    this.failures = 0;
    this.stopped = false;
    this.leaving = false;
    this.running = null;
    this.last = this.status?.textContent.trim() ?? "";
    form.addEventListener("input", (event) => this.note(event.target));
    form.addEventListener("change", (event) => this.note(event.target));
    form.addEventListener("submit", (event) => this.submit(event), true);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.save({ keepalive: true });
    });
    window.addEventListener("beforeunload", (event) => {
      if (!this.leaving && (this.changed.size || this.running)) event.preventDefault();
    });
    window.addEventListener("online", () => this.save());
    window.addEventListener("pageshow", () => (this.leaving = false));
  }

  note(input) {
    if (!input.name || input.form !== this.form || input.type === "file") return;
    this.changed.add(input.name);
    if (this.stopped) return;
    clearTimeout(this.pause);
    if (this.failures === 0) this.pause = setTimeout(() => this.save(), PAUSE);
    this.longest ??= setTimeout(() => this.save(), LONGEST);
  }

  body(names) {
    const all = new FormData(this.form);
    const body = new URLSearchParams();
    for (const [name, value] of all) {
      const hidden = this.form.elements[name]?.type === "hidden";
      if ((names.has(name) || hidden) && typeof value === "string") body.append(name, value);
    }
    for (const name of names) body.append("changed", name);
    return body;
  }

  save(options = {}) {
    if (this.running || this.stopped || this.leaving || !this.changed.size) return this.running;
    clearTimeout(this.pause);
    clearTimeout(this.longest);
    clearTimeout(this.again);
    this.longest = null;
    const names = new Set(this.changed);
    this.changed.clear();
    this.running = this.send(names, options).finally(() => {
      this.running = null;
      if (this.stopped || !this.changed.size) return;
      if (this.failures) {
        const wait = RETRIES[Math.min(this.failures, RETRIES.length) - 1];
        this.again = setTimeout(() => this.save(), wait);
      } else {
        this.longest ??= setTimeout(() => this.save(), PAUSE);
      }
    });
    return this.running;
  }

  async send(names, { keepalive = false }) {
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        body: this.body(names),
        credentials: "same-origin",
        redirect: "manual",
        keepalive,
        headers: { Accept: "application/json", "X-Requested-With": "autosave" },
        signal: AbortSignal.timeout(PATIENCE),
      });
      const signedOut = answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
      if (answer.ok) return await this.saved(answer);
      this.keep(names);
      if (answer.status === 409) return await this.conflict(answer);
      this.failures += 1;
      if (signedOut) return await this.signedOut();
      if (answer.status >= 500 || answer.status === 429) return this.unreachable();
      return this.refused(await json(answer));
    } catch {
      this.keep(names);
      this.failures += 1;
      this.unreachable();
    }
  }

  keep(names) {
    names.forEach((name) => this.changed.add(name));
  }

  async saved(answer) {
    const { version, saved, words } = await json(answer);
    this.failures = 0;
    const field = this.form.elements.version;
    if (version !== undefined && field) field.value = version;
    const count = this.form.querySelector("[data-autosave-words]");
    if (words !== undefined && count) count.textContent = words;
    const now = new Date();
    const clock = `${now.getHours()}`.padStart(2, "0") + ":" + `${now.getMinutes()}`.padStart(2, "0");
    this.last = `Saved ${saved ?? clock}`;
    this.say(this.last, false);
    this.form.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true }));
  }

  unreachable() {
    const since = this.last ? ` Last saved: ${this.last.replace(/^Saved /, "")}.` : "";
    this.say(`Not saved yet: the service cannot be reached. Keep this page open; it keeps trying.${since}`, true);
  }

  async signedOut() {
    const url = this.form.dataset.signIn || "/";
    this.say("Not saved yet: you have been signed out. Your text is still here. ", true, {
      url,
      label: "Sign in in another tab",
      after: ", then come back: this page goes on saving by itself.",
    });
    await this.renewToken();
  }

  // Signing in again changes the token that forms carry, so a page that was open before needs the
  // new one. It is read from a fresh copy of this very page.
  async renewToken() {
    const answer = await fetch(location.href, { credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("form[data-autosave] input[name=csrfmiddlewaretoken]")?.value;
    if (!token) return;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((each) => (each.value = token));
  }

  async conflict(answer) {
    this.stopped = true;
    const { url, message } = await json(answer);
    this.say(`${message ?? "Somebody else has changed this since you opened it."} Your text is still here, and not saved. `, true, {
      url: url ?? location.href,
      label: "Compare the two",
      after: ".",
    });
  }

  refused({ message, errors }) {
    const reason = message ?? (Array.isArray(errors) ? errors.join(" ") : "");
    this.say(`Not saved yet. ${reason || "The service did not take it."} Your text is still here.`, true);
  }

  say(text, wrong, link = null) {
    if (!this.status) return;
    this.status.classList.toggle("app-autosave--wrong", wrong);
    this.status.textContent = text;
    if (!link) return;
    const anchor = document.createElement("a");
    anchor.className = "govuk-link";
    anchor.href = link.url;
    anchor.target = "_blank";
    anchor.rel = "noopener";
    anchor.textContent = link.label;
    this.status.append(anchor, link.after);
  }

  // The form brings everything with it; but a request under way must land first, or the version
  // that the form carries would be out of date.
  submit(event) {
    if (this.running) {
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = event.submitter;
      this.running.finally(() => setTimeout(() => this.form.requestSubmit(button ?? undefined)));
      return;
    }
    this.leaving = true;
    clearTimeout(this.pause);
    clearTimeout(this.longest);
    clearTimeout(this.again);
  }
}

async function json(answer) {
  try {
    return (await answer.json()) ?? {};
  } catch {
    return {};
  }
}
