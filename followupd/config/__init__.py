"""The folder that the user edits, turned into frozen settings, or all its faults at once.

load         followupd.toml -> Settings; mailboxes and costs read a table each, values its single values
settings     the records
faults       what was wrong, and the reader of tables that collects it
keys         every key there is, and the nearest right one for a key there is not
providers    the presets: servers and password hints of the large providers
credentials  where a password lies, and reading it
places       where the file and the state directory lie
shipped      the files that `followupd init` writes out
"""

from followupd.config.credentials import (
    CommandSecret,
    CredentialSecret,
    EnvSecret,
    FileSecret,
    Secret,
    SecretError,
    read_secret,
)
from followupd.config.faults import SettingsError
from followupd.config.initial import render_config
from followupd.config.keys import KEYS
from followupd.config.load import load_settings
from followupd.config.places import config_home, find_config, local_timezone, state_home
from followupd.config.providers import PROVIDERS, FilesSent, Provider, provider_of
from followupd.config.settings import (
    MAX_PER_DAY,
    Alerts,
    InboxRules,
    ListUnsubscribe,
    Mailbox,
    ReplyRules,
    Security,
    Sending,
    SentCopy,
    Server,
    Settings,
)

__all__ = [
    "KEYS",
    "MAX_PER_DAY",
    "PROVIDERS",
    "Alerts",
    "CommandSecret",
    "CredentialSecret",
    "EnvSecret",
    "FileSecret",
    "FilesSent",
    "InboxRules",
    "ListUnsubscribe",
    "Mailbox",
    "Provider",
    "ReplyRules",
    "Secret",
    "SecretError",
    "Security",
    "Sending",
    "SentCopy",
    "Server",
    "Settings",
    "SettingsError",
    "config_home",
    "find_config",
    "load_settings",
    "local_timezone",
    "provider_of",
    "read_secret",
    "render_config",
    "state_home",
]
