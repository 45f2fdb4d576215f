"""What commands say on standard error: errors and notices, each with its place and reason."""

from typing import Any

from extract.errors import InputError


def say(error: InputError, console: Any) -> None:
    """Print an error (red) or a notice (yellow) on one line."""
    from rich.text import Text

    from extract.spelling import visible

    style = "red" if error.label == "error" else "yellow"
    console.print(Text.assemble((f"{error.label}: ", style), visible(str(error))), soft_wrap=True)


def counted(number: int, thing: str) -> str:
    """A number of things in words.

    >>> counted(1, "record"), counted(2, "record")
    ('1 record', '2 records')
    """
    return f"{number} {thing}{'' if number == 1 else 's'}"
