"""`bantin fetch`: sources and addresses in, the pages of their bulletins out."""

import sys
from typing import TYPE_CHECKING

import click

from corpus.commands.epilog import EPILOG

if TYPE_CHECKING:
    from extract.errors import InputError

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(epilog=EPILOG)
@click.argument("targets", nargs=-1, required=True, metavar="SOURCE|URL...")
@click.option("-o", "--output", metavar="OUT.jsonl", help="Write the documents here (standard output without it).")
@click.option("--since", type=_DAY, metavar="DAY", help="Only bulletins of this day (2019-03-05) and later.")
@click.option("--until", type=_DAY, metavar="DAY", help="Only bulletins of this day and earlier.")
@click.option("--max", "most", type=click.IntRange(1), metavar="N", help="At most so many bulletins in all.")
@click.option("--archive", metavar="DIR", help="Keep every answer here as WARC; go on with a killed run.")
@click.option("--changed", is_flag=True, help="Only bulletins that the archive did not hold, or not so.")
@click.option("--by", type=click.Choice(["listing", "feed", "sitemap", "page"]), help="What the target is read as.")
@click.option("--delay", type=click.FloatRange(0), metavar="S", help="Seconds between two requests to a host.")
@click.option("--base", metavar="URL", help="Where the targets' pages are served for this run: a mirror, a saved site.")
@click.option("--allow-private", is_flag=True, help="Let private and loopback addresses be asked.")
def fetch(
    targets: tuple[str, ...],
    output: str | None,
    since: object,
    until: object,
    most: int | None,
    archive: str | None,
    changed: bool,
    by: str | None,
    delay: float | None,
    base: str | None,
    allow_private: bool,
) -> None:
    """Fetch the bulletins of sources and addresses.

    SOURCE is an id of `bantin sources list`; URL a listing, an RSS feed, a sitemap or a bulletin. Documents come out as
    JSON Lines (url, publisher, source, fetched, html) for `bantin extract -`, in the order of the listings. What was
    not got is named on standard error. BANTIN_CONTACT is the address that the User-Agent gives to webmasters.
    """
    import itertools

    from rich.console import Console

    from corpus.commands.said import counted, say
    from corpus.fetching import Wanting, asking, documents
    from corpus.store import writing
    from extract.errors import InputError

    said = Console(stderr=True, highlight=False)
    errors: list[InputError] = []

    def failed(error: "InputError") -> None:
        errors.append(error)
        say(error, said)

    wanting = Wanting(
        since=since.date().isoformat() if since else None,  # type: ignore[attr-defined]
        until=until.date().isoformat() if until else None,  # type: ignore[attr-defined]
        by=by, base=base, only_changed=changed,
    )  # fmt: skip
    done = 0
    try:
        job = " ".join(["fetch", *targets, base or "", by or ""])
        with (
            asking(archive=archive, job=job, allow_private=allow_private, delay_s=delay) as clients,
            writing(output) as stream,
            said.status("fetching") as status,
        ):
            for line in itertools.islice(documents(targets, clients, wanting, failed), most):
                stream.write(line + b"\n")
                stream.flush()
                done += 1
                status.update(f"fetching: {counted(done, 'bulletin')}")
    except BrokenPipeError:
        sys.exit(1)
    except InputError as error:
        failed(error)
    bad = sum(error.label == "error" for error in errors)
    if output not in (None, "-") or bad:
        said.print(f"{counted(done, 'bulletin')}{f' in {output}' if output else ''}, {counted(bad, 'input')} failed")
    sys.exit(1 if bad else 0)
