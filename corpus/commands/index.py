"""`bantin index`: a corpus folder, made once and asked at once."""

import sys

import click

from corpus.commands.corpus_folder import corpus_option
from corpus.commands.epilog import EPILOG


@click.command(epilog=EPILOG)
@click.argument("records", nargs=-1, metavar="[RECORDS]...")
@corpus_option("-o", "--output", doing="The corpus folder.")
@click.option("--fresh", is_flag=True, help="Start from nothing: keep only what RECORDS hold.")
def index(records: tuple[str, ...], corpus: str, fresh: bool) -> None:
    """Make a corpus folder of records, or bring one up to date.

    RECORDS are the output of `bantin extract` (JSON Lines, gzip too), or - for standard input; without them, the files
    that the folder was made from are read again. A record takes the place of its bulletin's earlier one, the others
    stay. `bantin query` and `bantin search` then start at once; they go on with the old state while this runs.
    """
    from pathlib import Path

    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from corpus.commands.said import counted, say
    from corpus.query.build import build
    from extract.errors import InputError

    said = Console(stderr=True, highlight=False)
    failed: list[InputError] = []
    progress = Progress(
        SpinnerColumn(), TextColumn("indexing {task.completed:,.0f} records"), TimeElapsedColumn(),
        console=said, transient=True, disable=not said.is_terminal,
    )  # fmt: skip

    def on_error(error: InputError) -> None:
        if error.label == "error":
            failed.append(error)
        say(error, said)

    try:
        with progress:
            task = progress.add_task("index", total=None)
            built = build(
                Path(corpus), records, on_error=on_error, fresh=fresh, on_record=lambda: progress.advance(task)
            )
    except InputError as error:
        on_error(error)
    else:
        said.print(
            f"{counted(built.records, 'record')} in {corpus}: {built.added} new, {built.replaced} replaced,"
            f" {built.unchanged} unchanged",
            soft_wrap=True,
        )
    sys.exit(1 if failed else 0)
