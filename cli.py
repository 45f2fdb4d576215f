"""The command line: one thin command a verb. What a command does is in `extract` and `corpus`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from extract.errors import InputError

EPILOG = "Exit status: 0 done, 1 some inputs failed (each is named on standard error), 2 wrong use."


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=EPILOG)
@click.version_option(package_name="bantin", prog_name="bantin")
def main() -> None:
    """Turn Vietnamese press releases into checked JSON records: officials, bodies, conferences, awards, investments."""


def _report(error: "InputError", console: Any) -> None:
    from rich.text import Text

    style = "red" if error.label == "error" else "yellow"
    console.print(Text.assemble((f"{error.label}: ", style), str(error)), soft_wrap=True)


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


@main.command(epilog=EPILOG)
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


@main.command(epilog=EPILOG)
@click.argument("gold", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="GOLD_DIR")
@click.argument("records", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--errors", type=int, default=0, metavar="N", help="Print the first N differences.")
@click.option("--by-doc", is_flag=True, help="Print a line for each document.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def evaluate(gold: Path, records: Path | None, errors: int, by_doc: bool, as_json: bool) -> None:
    """Score records against gold files of your own.

    GOLD_DIR holds one JSON file a document, as docs/evaluation.md describes. RECORDS is the output of `bantin extract`;
    without it the gold's documents are extracted first.
    """
    from corpus.evaluation import evaluate as scored
    from corpus.evaluation import print_report
    from extract.errors import InputError

    try:
        report = scored(gold, records)
    except InputError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
    print_report(report, errors=errors, by_doc=by_doc, as_json=as_json)


@main.command(epilog=EPILOG)
@click.argument("name", type=click.Choice(["record", "bulletin"]), default="record")
def schema(name: str) -> None:
    """Print the JSON Schema of a record (or of an input bulletin)."""
    from importlib import resources

    click.echo(resources.files("schemas").joinpath(f"{name}.schema.json").read_text("utf-8"), nl=False)


if __name__ == "__main__":
    main()
