"""`bantin withdraw`: a tombstone in the place of a bulletin."""

import sys

import click

from corpus.commands.epilog import EPILOG


@click.command(epilog=EPILOG)
@click.argument("bulletin_id", metavar="BULLETIN_ID")
@click.option("--by", help="Who withdraws it.")
@click.option("--why", help="On what grounds.")
@click.option("--undo", is_flag=True, help="Take the tombstone away; the bulletin comes back when it is next loaded.")
@click.option("--db", "url", default="sqlite:///bantin.db", show_default=True, metavar="URL")
def withdraw(bulletin_id: str, by: str | None, why: str | None, undo: bool, url: str) -> None:
    """Withdraw a bulletin from a database.

    What it said is removed from all tables; its id stays in `withdrawn` with date, person and reason, and its records
    are left out of later loads.
    """
    from corpus.db.connection import database, existing
    from corpus.db.registry import refresh
    from corpus.db.withdrawals import reinstate
    from corpus.db.withdrawals import withdraw as put_tombstone
    from extract.errors import InputError

    try:
        if undo:
            with existing(url), database(url) as engine:
                reinstate(engine, bulletin_id)
            click.echo(f"{bulletin_id}: no longer withdrawn; load its record to bring it back")
            return
        if not (by and why):
            raise click.UsageError("a withdrawal needs --by and --why")
        with existing(url), database(url) as engine:
            put_tombstone(engine, bulletin_id, by=by, why=why)
            refresh(engine)
        click.echo(f"{bulletin_id}: withdrawn")
    except InputError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
