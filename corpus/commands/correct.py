"""`bantin correct`: a person's correction of a field of a bulletin."""

import sys

import click

from corpus.commands.epilog import EPILOG


@click.command(epilog=EPILOG)
@click.argument("bulletin_id", metavar="BULLETIN_ID", required=False)
@click.argument("path", required=False)
@click.option("--old", help="What the database says now: text, or JSON for numbers, null and lists.")
@click.option("--new", help="What is right.")
@click.option("--by", help="Who says so.")
@click.option("--why", help="On what grounds.")
@click.option("--list", "listed", is_flag=True, help="Print corrections as JSON Lines (of BULLETIN_ID, or all).")
@click.option("--db", "url", default="sqlite:///bantin.db", show_default=True, metavar="URL")
def correct(
    bulletin_id: str | None, path: str | None, old: str | None, new: str | None, by: str | None, why: str | None,
    listed: bool, url: str,
) -> None:  # fmt: skip
    """Correct a field of a bulletin in a database.

    PATH leads to the field in the record, as /events/0/location, /officials/0/positions/0/title or
    /bulletin/published. The record stays as it was extracted; the correction stands beside it with who made it and why,
    changes what the tables and views say, and is applied again whenever the bulletin is loaded anew.
    """
    import msgspec

    from corpus.db.connection import database, existing
    from corpus.db.corrections import correct as kept
    from corpus.db.corrections import read_corrections
    from corpus.db.registry import refresh
    from extract.errors import InputError

    try:
        if listed:
            with existing(url) as engine, engine.connect() as connection:
                for correction in read_corrections(connection, bulletin_id):
                    click.echo(msgspec.json.encode(correction))
            return
        if not (bulletin_id and path and old is not None and new is not None and by and why):
            raise click.UsageError("a correction needs BULLETIN_ID, PATH, --old, --new, --by and --why")
        with existing(url), database(url) as engine:
            made = kept(engine, bulletin_id, path, old=old, new=new, by=by, why=why)
            refresh(engine)
    except InputError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
    old_value, new_value = (msgspec.json.encode(v).decode() for v in (made.old, made.new))
    click.echo(f"correction {made.number}: {made.path}: {old_value} → {new_value}")
