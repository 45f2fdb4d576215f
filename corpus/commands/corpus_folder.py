"""The option that names a corpus folder."""

from collections.abc import Callable
from typing import Any

import click

DEFAULT = "out/corpus"
VARIABLE = "BANTIN_CORPUS"


def corpus_option(*names: str, doing: str) -> Callable[[Any], Any]:
    """`--corpus DIR`, or what `names` say: $BANTIN_CORPUS, else out/corpus."""
    return click.option(
        *(names or ("--corpus",)),
        "corpus",
        type=click.Path(),
        metavar="DIR",
        envvar=VARIABLE,
        default=DEFAULT,
        show_default=True,
        show_envvar=True,
        help=doing,
    )
