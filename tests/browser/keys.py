"""A keyboard, and a person who uses nothing else."""

WHERE = """(() => {
    const at = document.activeElement;
    return at.tagName === "BUTTON" ? at.textContent.trim() : at.name || at.textContent.trim();
})()"""
"""The name of the field, or the words of the button or link, that has the cursor."""


class Keys:
    """Presses keys, and knows where the cursor is."""

    def __init__(self, page):
        self.page, self.tabs = page, 0

    @property
    def at(self):
        return self.page.evaluate(WHERE)

    def go(self, name):
        for _ in range(30):
            if self.at == name:
                return self
            self.page.keyboard.press("Tab")
            self.tabs += 1
        raise AssertionError(f"{name} was not reached by Tab; the cursor is at {self.at}")

    def type(self, text):
        self.page.keyboard.type(text)
        return self

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        return self
