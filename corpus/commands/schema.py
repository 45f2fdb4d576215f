"""`bantin schema`: the JSON Schemas that records and input bulletins follow."""

import click

from corpus.commands.epilog import EPILOG


@click.command(epilog=EPILOG)
@click.argument("name", type=click.Choice(["record", "bulletin"]), default="record")
def schema(name: str) -> None:
    """Print the JSON Schema of a record (or of an input bulletin)."""
    from importlib import resources

    click.echo(resources.files("schemas").joinpath(f"{name}.schema.json").read_text("utf-8"), nl=False)
