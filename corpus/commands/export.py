"""`bantin export`: records in the forms of others."""

import sys

import click

from corpus.commands.corpus_folder import corpus_option
from corpus.commands.epilog import EPILOG


@click.command(epilog=EPILOG)
@click.argument("records", nargs=-1, metavar="[RECORDS]...")
@click.option("--format", "form", required=True,
              type=click.Choice(["csv", "parquet", "xlsx", "ftm", "jsonld", "annotations"]))  # fmt: skip
@click.option(
    "-o", "--output", metavar="OUT", help="A folder (csv, parquet), a .zip (csv) or a file; else standard output."
)
@click.option("--bom", is_flag=True, help="Begin each CSV with the mark by which Excel knows UTF-8.")
@corpus_option(doing="Export this corpus folder (see `bantin index`) where no RECORDS are named.")
def export(records: tuple[str, ...], form: str, output: str | None, bom: bool, corpus: str) -> None:
    """Write records as tables, entities, linked data or annotations.

    csv, parquet, xlsx: the tables of `bantin query`. ftm: FollowTheMoney entities, JSON Lines. jsonld: schema.org, one
    document. annotations: the evidence of every value as W3C Web Annotations, JSON Lines. RECORDS are JSON Lines (gzip
    too) or - for standard input; of several records of a bulletin the last counts.
    """
    if bom and form != "csv":
        raise click.UsageError("--bom is for --format csv")
    if form in ("csv", "parquet", "xlsx") and output in (None, "-"):
        raise click.UsageError(f"--format {form} needs -o: a {'file' if form == 'xlsx' else 'folder'}")

    from collections.abc import Iterator
    from typing import Any

    from rich.console import Console

    from corpus.commands.said import counted, say
    from corpus.export.write import write_export
    from corpus.query.opening import open_records
    from extract.errors import InputError

    said = Console(stderr=True, highlight=False)
    failed: list[InputError] = []
    done = 0

    def on_error(error: InputError) -> None:
        if error.label == "error":
            failed.append(error)
        say(error, said)

    def data() -> Iterator[dict[str, Any]]:
        nonlocal done
        for item in open_records(records, corpus, on_error=on_error):
            done += 1
            yield item.data

    try:
        write_export(data(), form, output, bom=bom)
        if output not in (None, "-"):
            said.print(f"{counted(done, 'record')} in {output}", soft_wrap=True)
    except InputError as error:
        on_error(error)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    sys.exit(1 if failed else 0)
