"""`bantin search`: words over records, the exact spelling first."""

import sys
from typing import TYPE_CHECKING, Any

import click

from corpus.commands.corpus_folder import corpus_option
from corpus.commands.epilog import EPILOG

if TYPE_CHECKING:
    from corpus.search import Hit


@click.command(epilog=EPILOG)
@click.argument("text")
@click.argument("records", nargs=-1, metavar="[RECORDS]...")
@click.option("--type", "of_type", type=click.Choice(["conference", "award", "investment"]), help="With such an event.")
@click.option("--since", metavar="DATE", help="Not before: 2019, 2019-05 or 2019-05-14.")
@click.option("--until", metavar="DATE", help="Not after (included).")
@click.option("--place", metavar="NAME", help="The event's place, with or without marks.")
@click.option("--publisher", metavar="NAME", help="Words of the publisher's name.")
@click.option("--min-amount", metavar="AMOUNT", help="At least this in the same currency: '500 tỷ', '5 triệu USD'.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Bulletins to show.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out the first ones.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines: a bulletin a line.")
@corpus_option(doing="Search this corpus folder (see `bantin index`) where no RECORDS are named.")
def search(
    text: str, records: tuple[str, ...], of_type: Any, since: str | None, until: str | None, place: str | None,
    publisher: str | None, min_amount: str | None, limit: int, offset: int, as_json: bool, corpus: str,
) -> None:  # fmt: skip
    """Find bulletins by words.

    All words must be there, "words in quotes" side by side. What is spelt as typed comes first; then words with any
    marks: 'dau tu' finds Đầu tư. Old and new tone marks (hoà, hòa) and abbreviations (UBND, Ủy ban nhân dân) are the
    same. All filters must hold of one event; its date is the bulletin's where it has none. RECORDS are JSON Lines
    (gzip too) or - for standard input; without them, the corpus folder is searched.
    """
    from rich.console import Console

    from corpus.commands.said import counted, say
    from corpus.query.opening import open_index
    from corpus.search import Filters, read_amount
    from corpus.search import search as find
    from extract.errors import InputError

    said = Console(stderr=True, highlight=False)
    failed: list[InputError] = []

    def on_error(error: InputError) -> None:
        if error.label == "error":
            failed.append(error)
        say(error, said)

    try:
        filters = Filters(
            type=of_type, since=since, until=until, place=place, publisher=publisher,
            min_amount=read_amount(min_amount) if min_amount else None,
        )  # fmt: skip
    except InputError as error:
        raise click.UsageError(str(error)) from None
    try:
        answer = find(open_index(records, corpus, on_error=on_error), text, filters, limit=limit, offset=offset)
        console = Console(highlight=False, soft_wrap=True)
        for number, hit in enumerate(answer.hits, offset + 1):
            if as_json:
                click.echo(_json(hit))
            else:
                _print(number, hit, console)
        if not as_json:
            shown = f", {offset + 1}–{offset + len(answer.hits)} shown" if len(answer.hits) < answer.total else ""
            said.print(f"{counted(answer.total, 'bulletin')}{shown if answer.hits else ''}")
    except InputError as error:
        on_error(error)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    sys.exit(1 if failed else 0)


def _print(number: int, hit: "Hit", console: Any) -> None:
    from rich.text import Text

    console.print(Text.assemble((f"{number}. ", "dim"), (_line(hit.title), "bold cyan")))
    facts = " · ".join(filter(None, [hit.published, hit.publisher, hit.bulletin]))
    console.print(Text(f"   {facts}", style="dim"))
    if hit.event:
        console.print(Text(f"   {_event(hit.event)}", style="green"))
    if hit.passage:
        sentence = Text("   ")
        if console.is_terminal:
            at = hit.passage.start
            for start, end in hit.passage.marks:
                sentence.append(_line(hit.passage.text[at - hit.passage.start : start - hit.passage.start]))
                marked = hit.passage.text[start - hit.passage.start : end - hit.passage.start]
                sentence.append(_line(marked), style="bold yellow")
                at = end
            sentence.append(_line(hit.passage.text[at - hit.passage.start :]))
        else:
            sentence.append(_line(hit.passage.marked("«", "»")))
        console.print(sentence)


def _line(text: str) -> str:
    """Text without what could move a terminal's cursor or change its colours."""
    return "".join(c if c.isprintable() else " " for c in text)


def _event(event: dict[str, Any]) -> str:
    """An event in a few words."""
    import msgspec

    from corpus.table import amount_words
    from extract.types import Amount

    what = event.get("name") or event.get("award") or event.get("project") or event.get("scope")
    parts = [what, event.get("issuer"), "; ".join(event.get("investors", ()))]
    parts += [amount_words(a) for a in msgspec.convert(event.get("amounts", ()), list[Amount])]
    parts += [event.get("status"), event.get("location"), event.get("date")]
    return f"{event['type']}: {_line(' · '.join(p for p in parts if p))}"


def _json(hit: "Hit") -> str:
    import msgspec

    shown = hit.passage
    data = {
        "bulletin": hit.bulletin, "title": hit.title, "published": hit.published, "publisher": hit.publisher,
        "url": hit.url, "spelling": hit.spelling,
        "sentence": shown and {"start": shown.start, "end": shown.end, "text": shown.text, "marks": shown.marks},
        "event": hit.event,
    }  # fmt: skip
    return msgspec.json.encode(data).decode()
