"""`bantin load`: records into a database."""

import sys

import click

from corpus.commands.epilog import EPILOG


@click.command(epilog=EPILOG)
@click.argument("records", nargs=-1, required=True, metavar="RECORDS...")
@click.option(
    "--db", "url", default="sqlite:///bantin.db", show_default=True, metavar="URL",
    help="sqlite:///FILE or postgresql://USER@HOST/NAME; made or brought up to date where needed.",
)  # fmt: skip
@click.option("--again", is_flag=True, help="Take records that newer ones have replaced as the newest.")
@click.option(
    "--decisions", metavar="FILE.yml", help="People's decisions on identity (docs/registry.md), kept until others."
)
@click.option("--no-registry", is_flag=True, help="Leave resolving things across bulletins to the next load.")
def load(records: tuple[str, ...], url: str, again: bool, decisions: str | None, no_registry: bool) -> None:
    """Load records into a database: SQLite or PostgreSQL.

    RECORDS are the output of `bantin extract` (JSON Lines, gzip too), or - for standard input. Loading twice changes
    nothing; a newer record of a bulletin replaces its rows. A line that is no record is put aside in the table
    `rejected` with its reason, and named on standard error. Then people, organisations, projects and events are
    resolved across bulletins.
    """
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from corpus.commands.said import counted, say
    from corpus.db.connection import database
    from corpus.db.loading import Counts, load_files
    from corpus.db.registry import refresh
    from corpus.registry import read_decisions
    from extract.errors import InputError

    said = Console(stderr=True, highlight=False)
    failed: list[InputError] = []
    progress = Progress(
        SpinnerColumn(), TextColumn("{task.description} {task.completed:,.0f} records"), TimeElapsedColumn(),
        console=said, transient=True, disable=not said.is_terminal,
    )  # fmt: skip

    def on_error(error: InputError) -> None:
        if error.label == "error":
            failed.append(error)
        say(error, said)

    counts = Counts()
    try:
        decided = read_decisions(decisions) if decisions else None
        with database(url) as engine, progress:
            task = progress.add_task("loading", total=None)
            load_files(
                engine, records, counts, on_error=on_error, again=again, stdin=sys.stdin.buffer,
                on_batch=lambda c: progress.update(task, completed=c.records),
            )  # fmt: skip
            if not no_registry:
                progress.update(task, description="resolving")
                refresh(engine, decided)
    except InputError as error:
        on_error(error)
    said.print(f"{counted(counts.records, 'record')}: {counts}", soft_wrap=True)
    sys.exit(1 if failed else 0)
