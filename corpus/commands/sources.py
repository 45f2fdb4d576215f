"""`bantin sources`: where bulletins are fetched from, and whether that still works."""

import sys

import click

from corpus.commands.epilog import EPILOG


@click.group(epilog=EPILOG)
def sources() -> None:
    """List, show and check the sources that `bantin fetch` knows."""


def _known(ids: tuple[str, ...]) -> list[str]:
    from extract.sources import load_sources

    known = load_sources()
    unknown = [one for one in ids if one not in known]
    if unknown:
        raise click.UsageError(f"no source {', '.join(unknown)}: `bantin sources list` names them")
    return list(ids or known)


@sources.command("list")
def list_() -> None:
    """Print the sources: id, whether it was tried on real pages, publisher, address."""
    from extract.sources import load_sources

    rows = [(s.id, "verified" if s.verified else "unverified", s.publisher, s.base) for s in load_sources().values()]
    widths = [max(len(row[n]) for row in rows) for n in range(3)]
    for row in rows:
        click.echo("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]))


@sources.command()
@click.argument("source_id", metavar="ID")
def show(source_id: str) -> None:
    """Print what is declared of one source, its family's part included."""
    from extract.sources import load_sources

    [name] = _known((source_id,))
    source = load_sources()[name]
    ways = [*(row.url for row in source.listings), *source.feeds, *source.sitemaps]
    place = ", ".join(filter(None, (source.district, source.province))) or "the whole country"
    for label, value in (
        ("id", source.id), ("about", source.about), ("publisher", source.publisher), ("place", place),
        ("verified", "yes" if source.verified else "no"), ("make", source.make.id), ("delay", f"{source.delay_s:g} s"),
    ):  # fmt: skip
        click.echo(f"{label:<10} {value}")
    for way in ways:
        click.echo(f"{'listed at':<10} {way}")
    for selectors in source.make.page:
        click.echo(f"{'body':<10} {selectors.body} ({selectors.valid_from or '…'} to {selectors.valid_until or '…'})")


@sources.command()
@click.argument("ids", nargs=-1, metavar="[ID...]")
@click.option(
    "--base", metavar="URL", help="Where the sources' pages are served for this check, such as http://127.0.0.1:8000."
)
@click.option("--allow-private", is_flag=True, help="Let private and loopback addresses be asked.")
@click.option(
    "--delay", type=click.FloatRange(0), help="Seconds between two requests to a host (each source has its own)."
)
def check(ids: tuple[str, ...], base: str | None, allow_private: bool, delay: float | None) -> None:
    """Say which sources still give what they promise: rows of their listings, selectors of their pages."""
    from corpus.fetching import asking
    from extract.acquire.check import check_source
    from extract.sources import load_sources

    failed = 0
    for name in _known(ids):
        source = load_sources()[name]
        if not source.verified and not ids:
            click.echo(f"unverified  {name}: not asked; nobody has seen its pages")
            continue
        with asking(allow_private=allow_private, delay_s=delay) as clients:
            for checked in check_source(source, clients.get_every(source.delay_s), base):
                failed += not checked.holds
                click.echo(f"{'holds' if checked.holds else 'FAILS':<11} {name}: {checked.what}: {checked.found}")
    sys.exit(1 if failed else 0)
