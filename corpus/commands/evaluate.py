"""`bantin evaluate`: records against gold files."""

import sys
from pathlib import Path

import click

from corpus.commands.epilog import EPILOG


@click.command(epilog=EPILOG)
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
