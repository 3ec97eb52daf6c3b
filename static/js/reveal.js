// Shows the questions that belong to an answer when it is chosen. The design system's own script
// marks radios with aria-expanded, which a radio may not have; the questions follow their answer
// in reading order, so nothing needs to be said.
export function startReveals(scope) {
  const inputs = [...scope.querySelectorAll("[data-reveals]")];
  inputs.forEach(show);
  const groups = new Set(inputs.map((input) => input.closest("fieldset, .govuk-form-group") ?? input.form));
  groups.forEach((group) =>
    group.addEventListener("change", () => group.querySelectorAll("[data-reveals]").forEach(show)),
  );
}

function show(input) {
  const more = document.getElementById(input.dataset.reveals);
  const kind = input.type === "radio" ? "radios" : "checkboxes";
  more?.classList.toggle(`govuk-${kind}__conditional--hidden`, !input.checked);
}
