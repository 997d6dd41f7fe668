"""The options that verbs share."""

from pathlib import Path

import click

config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The followupd.toml, or the folder it lies in; else $FOLLOWUPD_CONFIG, ./, ~/.config/followupd, /etc.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
