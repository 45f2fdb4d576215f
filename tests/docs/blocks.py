"""The `console` blocks of the documentation: each command is run, and must print what the page shows.

    python -m tests.docs.blocks --write        put today's output into the pages (read the change before committing it)

A line of `...` in a page stands for any lines. Commands run in the project's root.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "README.vi.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One command of a page with the output shown below it."""

    page: Path
    command: str
    shown: str


def blocks(page: Path) -> list[Block]:
    """The commands of a page that are shown with a `$`."""
    found = []
    for match in _BLOCK.finditer(page.read_text("utf-8")):
        for part in re.split(r"^\$ ", match[1], flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            found.append(Block(page, command, shown.rstrip("\n")))
    return found


def run(command: str) -> str:
    """What a command prints, with the project's own programs first on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "COLUMNS": "110", "NO_COLOR": "1"}
    done = subprocess.run(command, shell=True, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)
    lines = (done.stdout + done.stderr).split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip("\n")


def matches(shown: str, printed: str) -> bool:
    """Is `printed` what the page shows, `...` lines standing for any?"""
    pattern = r"\n".join(r"(?:.*\n?)*?" if line.strip() == "..." else re.escape(line) for line in shown.split("\n"))
    return re.fullmatch(pattern.replace(r"(?:.*\n?)*?\n", r"(?:.*\n)*?"), printed) is not None


def main() -> None:
    """Rewrite the shown output of every block that has no `...`."""
    for page in PAGES:
        text = page.read_text("utf-8")
        for block in blocks(page):
            if block.shown and "..." not in block.shown.split("\n"):
                old, new = f"$ {block.command}\n{block.shown}", f"$ {block.command}\n{run(block.command)}"
                text = text.replace(old, new)
        page.write_text(text, "utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    main()
