"""`bantin query`: SQL over records."""

import sys

import click

from corpus.commands.corpus_folder import corpus_option
from corpus.commands.epilog import EPILOG


@click.command(epilog=EPILOG)
@click.argument("sql", required=False)
@click.argument("records", nargs=-1, metavar="[RECORDS]...")
@corpus_option(doing="Ask this corpus folder (see `bantin index`) where no RECORDS are named.")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "jsonl"]), default="table", show_default=True
)
@click.option("--rows", type=click.IntRange(1), default=100, show_default=True, help="Rows to show in a table.")
@click.option("--tables", is_flag=True, help="Print the tables with their columns, and end.")
def query(sql: str | None, records: tuple[str, ...], corpus: str, form: str, rows: int, tables: bool) -> None:
    """Answer a SELECT over the tables of records.

    SQL is DuckDB's; the tables are bulletins, entities, officials, conferences, awards and investments (--tables shows
    their columns), and fold(text) takes the marks off Vietnamese words: fold('Đầu tư') = 'dau tu'. Nothing but the
    tables can be read, and nothing written. RECORDS are JSON Lines (gzip too), - for standard input, or a folder of
    Parquet tables that `bantin export` wrote; without them, the corpus folder is asked.
    """
    from corpus.query.columns import TABLES
    from extract.errors import InputError

    if tables:
        for table, columns in TABLES.items():
            click.echo(f"{table}")
            for name, kind in columns.items():
                click.echo(f"  {name} {kind}")
        return
    if not sql:
        raise click.UsageError("Missing argument 'SQL'.")

    from rich.console import Console

    from corpus.commands.said import say
    from corpus.query.opening import open_tables
    from corpus.query.output import print_table, write_csv, write_json, write_jsonl
    from corpus.query.session import QueryError

    said = Console(stderr=True, highlight=False)
    failed: list[InputError] = []

    def on_error(error: InputError) -> None:
        if error.label == "error":
            failed.append(error)
        say(error, said)

    try:
        answer = open_tables(records, corpus, on_error=on_error).run(sql)
        if form == "table":
            console = Console(highlight=False)
            if not console.is_terminal:
                console.width = max(console.width, 150)
            found = print_table(answer.columns, answer, console, rows)
            if found > rows:
                said.print(f"{found} rows, of which {rows} are shown; --rows shows more, --format csv all")
        else:
            write = {"csv": write_csv, "json": write_json, "jsonl": write_jsonl}[form]
            sys.stdout.reconfigure(newline="", encoding="utf-8")  # type: ignore[union-attr]
            write(answer.columns, answer, sys.stdout)
            sys.stdout.flush()
    except (QueryError, InputError) as error:
        on_error(error if isinstance(error, InputError) else InputError("query", str(error)))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    sys.exit(1 if failed else 0)
