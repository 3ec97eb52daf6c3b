#!/usr/bin/env python3
"""Set up, run and test the project: `python3 dev.py help`. Needs nothing but Python 3.11."""

import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - old Pythons come here


def newer_python():
    """The newest suitable Python on the path, for those whose `python3` is an old one."""
    for name in ("python3.13", "python3.12", "python3.11"):
        for folder in os.environ.get("PATH", "/usr/local/bin:/usr/bin").split(os.pathsep):
            path = os.path.join(folder, name)  # noqa: PTH118
            if os.access(path, os.X_OK) and subprocess.call([path, "-c", ""], stderr=-1) == 0:
                return path
    return None


if sys.version_info < (3, 11):  # noqa: UP036 - this file is what says so
    other = newer_python()
    if other is None:
        sys.exit("This needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2])  # noqa: UP031
    os.execv(other, [other] + sys.argv)  # noqa: RUF005

if __name__ == "__main__":
    sys.path.insert(0, ROOT)
    from launcher.commands import main

    sys.exit(main(sys.argv[1:]))
