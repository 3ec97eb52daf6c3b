"""Prepares the vendored design-system files: `python -m ui.vendor FOLDER`, where FOLDER holds the
unpacked npm packages (see static/vendor/README.md).

Takes out what may only be used on GOV.UK (its typeface, crest and logotypes) and makes every address
relative, so that the files can be served from anywhere and hashed by the static-files storage.
"""

import re
import shutil
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "static" / "vendor"
FONTS = "var(--app-font,system-ui,sans-serif)"
PACKAGES = {
    "govuk": ("govuk-frontend", "dist/govuk/govuk-frontend.min", "dist/govuk/assets/images"),
    "moj": ("@ministryofjustice/frontend", "moj/moj-frontend.min", "moj/assets/images"),
}
NOT_OURS = ("crest", "crown", "logotype", "favicon", "opengraph", "touch-icon", "govuk-icon")


def mend_css(css: str) -> str:
    """Without fonts and crests, with relative addresses and our font stack."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"GDS Transport,\s*arial,\s*sans-serif", FONTS, css)
    css = re.sub(
        r"[\w-]+:url\(\"?/assets/images/[^)]*(?:crest|crown|logotype)[^)]*\)[^;}]*;?", "", css
    )
    css = re.sub(r"-webkit-mask:[^;}]*url\(\"?/assets/images/[^)]*crest[^;}]*;?", "", css)
    # A few colours are written out where the rest uses the custom property.
    css = re.sub(r"(?<!,)#1a65a6", "var(--govuk-link-colour,#1a65a6)", css)
    css = css.replace("/assets/images/", "images/")
    return re.sub(r"/\*[#!][^*]*\*/", "", css)


def mend_js(js: str) -> str:
    """Without the pointer to a source map that is not shipped."""
    return re.sub(r"//# sourceMappingURL=.*\s*$", "\n", js)


def prepare(packages: Path) -> None:
    for short, (package, stem, images) in PACKAGES.items():
        source, target = packages / package, TARGET / short
        shutil.rmtree(target / "images", ignore_errors=True)
        (target / "images").mkdir(parents=True)
        name = Path(stem).name
        css = mend_css((source / f"{stem}.css").read_text())
        (target / f"{name}.css").write_text(css)
        (target / f"{name}.js").write_text(mend_js((source / f"{stem}.js").read_text()))
        used = set(re.findall(r"url\(\"?images/([\w.-]+)", css))
        for image in sorted((source / images).iterdir()):
            if image.name in used and not any(word in image.name for word in NOT_OURS):
                shutil.copy(image, target / "images" / image.name)
        missing = used - {image.name for image in (target / "images").iterdir()}
        if missing or "GDS Transport" in css or "/assets/" in css:
            raise SystemExit(f"{package}: not clean: {sorted(missing) or 'a font or an address'}")


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
