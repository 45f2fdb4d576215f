"""`bantin extract`: bulletins in, records out."""

import sys
from typing import TYPE_CHECKING, Any

import click

from corpus.commands.epilog import EPILOG

if TYPE_CHECKING:
    from corpus.batch import Counts, Outcome


def _say(label: str, words: str, console: Any) -> None:
    from rich.text import Text

    style = "red" if label == "error" else "yellow"
    console.print(Text.assemble((f"{label}: ", style), words), soft_wrap=True)


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


@click.command(epilog=EPILOG)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", metavar="OUT.jsonl", help="Write the records here (standard output without it).")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes to extract with.  [default: 1]")
@click.option("--timeout", type=click.FloatRange(min=0.1), help="Seconds a document may take.  [default: 60]")
@click.option("--resume", is_flag=True, help="Go on with an unfinished run to the same output.")
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", help="Where to extract.")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler, such as tcp://10.0.0.5:8786.")
@click.option("--table", is_flag=True, help="Print a readable table of the events (needs -o).")
@click.option("--id", "given_id", metavar="ID", help="The id of a single bulletin.")
def extract(
    inputs: tuple[str, ...],
    output: str | None,
    workers: int | None,
    timeout: float | None,
    resume: bool,
    engine: str,
    scheduler: str | None,
    table: bool,
    given_id: str | None,
) -> None:
    """Extract records from bulletins.

    INPUT is a file (HTML, text, JSON Lines), a folder (read recursively), an fsspec URL (s3://...) or - for standard
    input. Records come out as JSON Lines, one a bulletin, in the order of the input. What gives no record is named on
    standard error; with --workers, --engine dask or --resume also in OUT.errors.jsonl, beside OUT.manifest.json.
    """
    import time

    from rich.console import Console

    from corpus.batch import Batch, Extracted, run
    from corpus.batch.progress import Bar, print_summary
    from extract.errors import BantinError

    to_stream = output in (None, "-")
    if table and (to_stream or "://" in str(output)):
        raise click.UsageError("--table prints on standard output: give the records a file with -o OUT.jsonl")
    if resume and to_stream:
        raise click.UsageError("--resume needs a file or URL to go on with: -o OUT.jsonl")
    if scheduler and engine != "dask":
        raise click.UsageError("--scheduler goes with --engine dask")
    documented = bool(workers or resume or engine == "dask")
    batch = Batch(
        inputs=inputs, output=output, stdin=sys.stdin.buffer, given_id=given_id, resume=resume, documented=documented
    )
    said = Console(stderr=True, highlight=False)
    began = time.monotonic()
    bar = Bar(said, inputs)

    def show(outcome: "Outcome", counts: "Counts") -> None:
        if not isinstance(outcome, Extracted):
            _say(outcome.label, str(outcome), said)
        bar.update(counts)

    try:
        with bar:
            counts = run(batch, _engine(engine, workers, scheduler, timeout), on_outcome=show)
    except BrokenPipeError:
        sys.exit(1)
    except KeyboardInterrupt:
        _say("error", "interrupted" + ("" if to_stream else "; --resume goes on where it was"), said)
        sys.exit(1)
    except BantinError as error:
        _say("error", str(error), said)
        sys.exit(1)
    if table and output:
        _print_table(output)
    if documented and not to_stream:
        print_summary(counts, time.monotonic() - began, said)
    if not to_stream or counts.failed:
        where = f" in {output}" if output else ""
        said.print(f"{_counted(counts.records, 'record')}{where}, {_counted(counts.failed, 'input')} failed")
    sys.exit(1 if counts.failed else 0)


def _engine(name: str, workers: int | None, scheduler: str | None, timeout: float | None) -> Any:
    """What is to do the work; None leaves it to the library."""
    from corpus.batch.pool import TIMEOUT_S, Pool

    if name == "dask":
        from corpus.batch.cluster import Cluster

        return Cluster(scheduler, workers or 1, timeout_s=timeout or TIMEOUT_S)
    return Pool(workers or 1, timeout_s=timeout or TIMEOUT_S) if workers or timeout else None


def _print_table(path: str) -> None:
    from pathlib import Path

    from rich.console import Console

    from corpus.table import print_events
    from extract.record import from_json

    with Path(path).open("rb") as lines:
        print_events(map(from_json, lines), Console(highlight=False))
