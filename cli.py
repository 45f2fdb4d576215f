"""The command line: `bantin VERB`. What a verb does is in `corpus.commands`, one module each, loaded when asked for."""

from importlib import import_module

import click

from corpus.commands import VERBS
from corpus.commands.epilog import EPILOG


class Verbs(click.Group):
    """The verbs of `VERBS`; `corpus.commands.VERB` defines a click command of the verb's name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command = getattr(import_module(f"corpus.commands.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of verbs, written without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EPILOG)
@click.version_option(package_name="bantin", prog_name="bantin")
def main() -> None:
    """Turn Vietnamese press releases into checked JSON records: officials, bodies, conferences, awards, investments."""


if __name__ == "__main__":
    main()
