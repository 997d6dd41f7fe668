"""The one family of errors that becomes a sentence for the user.

A module that can find a fault of the user's (a file, a row, an argument) raises a subclass defined beside the
code that finds it. The command line alone turns it into a line on the terminal and an exit code.
"""


class FollowupdError(Exception):
    """A fault with a remedy: `str(error)` is a whole sentence that names the file or the contact.

    `exit_code` follows sysexits.h: 64 usage, 65 bad data, 69 unavailable, 75 try again later, 78 configuration.
    """

    exit_code = 1


class UsageError(FollowupdError):
    """The command line asks for something that does not exist or makes no sense."""

    exit_code = 64


class DataError(FollowupdError):
    """Input data (a CSV, a mail, a date) cannot be used."""

    exit_code = 65


class UnavailableError(FollowupdError):
    """A server, a file or an optional part cannot be reached."""

    exit_code = 69


class BusyError(FollowupdError):
    """Somebody else holds what is needed; the same command may work later."""

    exit_code = 75


class ConfigError(FollowupdError):
    """The configuration, a sequence, a template or the database's version is wrong."""

    exit_code = 78
