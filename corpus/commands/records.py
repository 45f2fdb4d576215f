"""`bantin records`: the records of a database, with what people corrected."""

import sys

import click

from corpus.commands.epilog import EPILOG


@click.command(epilog=EPILOG)
@click.argument("bulletin_ids", nargs=-1, metavar="[BULLETIN_ID...]")
@click.option("--db", "url", default="sqlite:///bantin.db", show_default=True, metavar="URL")
def records(bulletin_ids: tuple[str, ...], url: str) -> None:
    """Print the records of a database as JSON Lines, corrections applied, in order of their ids.

    Withdrawn bulletins are not among them. The output is what `query`, `search` and `export` read.
    """
    import msgspec

    from corpus.db.connection import existing
    from corpus.db.corrections import corrected_records
    from extract.errors import InputError

    try:
        with existing(url) as engine, engine.connect() as connection:
            for record in corrected_records(connection, bulletin_ids or None):
                sys.stdout.buffer.write(msgspec.json.encode(record) + b"\n")
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        sys.exit(1)
    except InputError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
