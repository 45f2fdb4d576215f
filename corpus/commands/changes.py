"""`bantin changes`: what people corrected and withdrew in a database."""

import sys

import click

from corpus.commands.epilog import EPILOG


@click.command(epilog=EPILOG)
@click.option("--db", "url", default="sqlite:///bantin.db", show_default=True, metavar="URL")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("-o", "--output", metavar="OUT", help="Write them here (standard output without it).")
def changes(url: str, form: str, output: str | None) -> None:
    """Print what people changed in a database: corrections and withdrawals, in the order in which they were made.

    A correction has its bulletin, path, old and new value, who made it, why and when, and whether it is applied; a
    withdrawal is the tombstone of a bulletin. It goes with what `bantin records` and `bantin export` give.
    """
    import io

    import msgspec

    from corpus.db.changes import COLUMNS, read_changes
    from corpus.db.connection import existing
    from corpus.query.output import write_csv
    from corpus.store import writing
    from extract.errors import InputError

    try:
        with existing(url) as engine, engine.connect() as connection:
            rows = read_changes(connection)
        with writing(output) as stream:
            if form == "csv":
                text = io.StringIO()
                write_csv(COLUMNS, (list(row.values()) for row in rows), text)
                stream.write(text.getvalue().encode())
            else:
                stream.writelines(msgspec.json.encode(row) + b"\n" for row in rows)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except InputError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
