"""`bantin extract`: bulletins in, records out."""

import sys
from typing import TYPE_CHECKING, Any

import click

from corpus.commands.epilog import EPILOG

if TYPE_CHECKING:
    from extract.errors import InputError


def _report(error: "InputError", console: Any) -> None:
    from rich.text import Text

    style = "red" if error.label == "error" else "yellow"
    console.print(Text.assemble((f"{error.label}: ", style), str(error)), soft_wrap=True)


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


@click.command(epilog=EPILOG)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", metavar="OUT.jsonl", help="Write the records here (standard output without it).")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes to extract with.")
@click.option("--table", is_flag=True, help="Print a readable table of the events (needs -o).")
@click.option("--id", "given_id", metavar="ID", help="The id of a single bulletin.")
def extract(inputs: tuple[str, ...], output: str | None, workers: int, table: bool, given_id: str | None) -> None:
    """Extract records from bulletins.

    INPUT is a file (HTML, text, JSON Lines), a folder (read recursively) or - for standard input. Records come out as
    JSON Lines, one a bulletin, in the order of the input. What gives no record is named on standard error.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from corpus.batch import run
    from corpus.store import writing
    from corpus.table import print_events
    from extract.errors import InputError

    if table and output in (None, "-"):
        raise click.UsageError("--table prints on standard output: give the records a file with -o OUT.jsonl")
    errors: list[InputError] = []
    records = []
    said = Console(stderr=True, highlight=False)
    progress = Progress(
        SpinnerColumn(), TextColumn("extracting"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=said, transient=True, disable=not said.is_terminal,
    )  # fmt: skip

    def failed(error: InputError) -> None:
        errors.append(error)
        _report(error, said)

    done = 0
    try:
        with writing(output) as stream, progress:
            task = progress.add_task("extract", total=None)
            for record, line in run(
                inputs, on_error=failed, workers=workers, stdin=sys.stdin.buffer, given_id=given_id
            ):
                stream.write(line + b"\n")
                done += 1
                progress.update(task, advance=1)
                if table:
                    records.append(record)
    except BrokenPipeError:
        sys.exit(1)
    except InputError as error:
        failed(error)
        output = None  # nothing was written
    if table:
        print_events(records, Console(highlight=False))
    bad = [e for e in errors if e.label == "error"]
    if output not in (None, "-") or bad:
        where = f" in {output}" if output else ""
        said.print(f"{_counted(done, 'record')}{where}, {_counted(len(bad), 'input')} failed")
    sys.exit(1 if bad else 0)
