// <button type="button" hidden accesskey="a" data-same-for-all="children">Same for all children</button>
// copies the answers of the first group to the others. A group is an element with
// data-group="children"; its inputs are matched by their names without numbers.
function bare(name) {
  return name.replace(/\d+/g, "#");
}

function inputs(group) {
  return [...group.querySelectorAll("input, select, textarea")].filter(
    (each) => each.name && !["hidden", "file", "submit", "button"].includes(each.type),
  );
}

function copy(from, to) {
  const chosen = new Map(inputs(from).map((each) => [keyOf(each), each]));
  for (const target of inputs(to)) {
    const source = chosen.get(keyOf(target));
    if (!source) continue;
    if (target.type === "radio" || target.type === "checkbox") {
      if (target.checked !== source.checked) {
        // A click lets conditional parts open as they do by hand.
        if (source.checked || target.type === "checkbox") target.click();
        else target.checked = false;
      }
    } else if (target.value !== source.value) {
      target.value = source.value;
      target.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

function keyOf(input) {
  const valued = input.type === "radio" || input.type === "checkbox";
  return bare(input.name) + (valued ? `=${input.value}` : "");
}

export function startSameForAll(scope) {
  scope.querySelectorAll("[data-same-for-all]").forEach((button) => {
    const name = CSS.escape(button.dataset.sameForAll);
    const groups = [...document.querySelectorAll(`[data-group="${name}"]`)];
    if (groups.length < 2) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      groups.slice(1).forEach((group) => copy(groups[0], group));
      const said = document.querySelector("[data-same-for-all-status]");
      if (said) said.textContent = `Copied to ${groups.length - 1} more.`;
    });
  });
}
