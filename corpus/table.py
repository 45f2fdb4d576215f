"""Records as a person reads them in a terminal: a table of events, with colours where there are any."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract.spelling import visible
from extract.types import Amount, Award, Conference, Event, Investment, Record

_COLOURS = {"conference": "cyan", "award": "yellow", "investment": "green"}
_SCALES = ((10**12, "nghìn tỷ"), (10**9, "tỷ"), (10**6, "triệu"))


def amount_words(amount: Amount) -> str:
    """An amount in words short enough for a table.

    >>> amount_words(Amount(value=1200000000000, currency="VND"))
    '1.200 tỷ VND'
    """

    def one(value: object) -> str:
        number = float(str(value))
        for scale, name in _SCALES[1:]:
            if abs(number) >= scale:
                return (
                    f"{number / scale:,.10g} {name}".replace(",", " ")
                    .replace(".", ",")
                    .replace(" ", ".", 1 if number / scale >= 1000 else 0)
                )
        return f"{number:,.0f}".replace(",", ".")

    if amount.value is not None:
        return f"{one(amount.value)} {amount.currency}"
    return f"{one(amount.min)} – {one(amount.max)} {amount.currency}"


def _cells(event: Event) -> tuple[str, str, str, str]:
    """(type, what, who, when and where) of an event."""
    match event:
        case Conference():
            who = "; ".join([*event.organisers, *event.participants])
            return "conference", event.name or "", who, " ".join(filter(None, [event.date, event.location]))
        case Award():
            who = "; ".join(filter(None, [event.issuer and f"{event.issuer} →", *event.recipients]))
            return "award", event.award or "", who, event.date or ""
        case Investment():
            amounts = " = ".join(amount_words(a) for a in event.amounts)
            what = " · ".join(filter(None, [event.project or f"({event.scope})", amounts]))
            status = event.status or ""
            return (
                "investment",
                what,
                "; ".join(event.investors),
                " ".join(filter(None, [status, event.date, event.location])),
            )


def print_events(records: Iterable[Record], console: Console) -> None:
    """Print one table of the events of `records`."""
    if not console.is_terminal:
        console.width = max(console.width, 150)
    table = Table(title="Events", title_justify="left", show_lines=False, header_style="bold", expand=False)
    table.add_column("bulletin", max_width=24, overflow="ellipsis", no_wrap=True)
    table.add_column("event")
    table.add_column("what", max_width=56)
    table.add_column("who", max_width=44)
    table.add_column("when · where", max_width=34)
    for record in records:
        first = True
        for event in record.events:
            kind, what, who, when = _cells(event)
            # Text, not markup: what a bulletin says must not be read as colours
            table.add_row(
                Text(visible(record.id) if first else ""),
                Text(kind, style=_COLOURS[kind]),
                *(Text(visible(words)) for words in (what, who, when)),
            )
            first = False
        if first:
            table.add_row(Text(visible(record.id)), Text("–", style="dim"), Text("no event", style="dim"), "", "")
        table.add_section()
    console.print(table)
