"""`bantin duplicates`: which records are one bulletin, printed on several portals."""

import sys
from typing import TYPE_CHECKING

import click

from corpus.commands.epilog import EPILOG

if TYPE_CHECKING:
    from corpus.duplicates import Cluster


@click.command(epilog=EPILOG)
@click.argument("records", nargs=-1, required=True, metavar="RECORDS...")
@click.option(
    "--threshold",
    type=click.FloatRange(0.3, 1.0),
    default=0.7,
    show_default=True,
    help="The share of the shorter text's wording that the longer one must hold.",
)
@click.option("--table", is_flag=True, help="Print a readable table.")
def duplicates(records: tuple[str, ...], threshold: float, table: bool) -> None:
    """Find bulletins that several portals printed.

    RECORDS are files that `bantin extract` wrote (gzip too), or - for standard input. Clusters come out as JSON Lines,
    one a bulletin that has more than one id: the smallest id stands for it. Nothing is removed from RECORDS.
    """
    import msgspec
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from corpus.commands.said import counted, say
    from corpus.duplicates import near_duplicates
    from corpus.records import read_records
    from extract.errors import InputError

    said = Console(stderr=True, highlight=False)
    failed: list[InputError] = []
    progress = Progress(
        SpinnerColumn(), TextColumn("comparing {task.completed:,.0f} records"), TimeElapsedColumn(),
        console=said, transient=True, disable=not said.is_terminal,
    )  # fmt: skip

    def on_error(error: InputError) -> None:
        if error.label == "error":
            failed.append(error)
        say(error, said)

    with progress:
        task = progress.add_task("compare", total=None)
        lines = (line for path in records for line in read_records(path, on_error=on_error, stdin=sys.stdin.buffer))
        clusters = near_duplicates((line.data for line in progress.track(lines, task_id=task)), threshold=threshold)
    if table and clusters:
        _print_table(clusters)
    elif not table:
        for cluster in clusters:
            sys.stdout.buffer.write(msgspec.json.encode(cluster) + b"\n")
        sys.stdout.buffer.flush()
    members = sum(len(cluster.members) for cluster in clusters)
    said.print(f"{counted(len(clusters), 'cluster')} of {counted(members, 'bulletin')}", soft_wrap=True)
    sys.exit(1 if failed else 0)


def _print_table(clusters: "list[Cluster]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title="Duplicates", title_justify="left", header_style="bold")
    for name in ("bulletin", "similarity", "published", "publisher", "title"):
        table.add_column(name, justify="right" if name == "similarity" else "left")
    for cluster in clusters:
        for member in cluster.members:
            cells = (member.id, f"{member.similarity:.2f}", member.published, member.publisher, member.title)
            table.add_row(*(Text(cell or "–") for cell in cells))
        table.add_section()
    Console(highlight=False).print(table)
