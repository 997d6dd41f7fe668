"""`python -m followupd.cli`: the command line of a checkout that is not installed."""

from followupd.cli.main import main

main()
