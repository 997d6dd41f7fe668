"""Real Dovecot and Postfix in a throw-away folder on 127.0.0.1, started and ended by their process ids.

Debian: `apt install dovecot-imapd dovecot-lmtpd postfix`. Dovecot runs as any user; Postfix insists on root.
"""

import grp
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from followupd.config.settings import Security, Server

PASSWORD = "pw-anyone"  # of every user: one is there as soon as somebody logs in or mail arrives
ODD_USER, ODD_PASSWORD = "ben", 'pw "b\\n" grün'


@dataclass(frozen=True, slots=True, kw_only=True)
class Dovecot:
    """A running Dovecot: IMAP with STARTTLS on one port, with TLS on another, LMTP for delivery."""

    root: Path
    port: int
    tls_port: int
    lmtp_port: int
    trust: ssl.SSLContext

    def server(self, security: Security = Security.NONE) -> Server:
        port = self.tls_port if security is Security.TLS else self.port
        return Server(host="127.0.0.1", port=port, security=security)


@dataclass(frozen=True, slots=True, kw_only=True)
class Postfix:
    """A running Postfix that delivers example.test to the Dovecot beside it."""

    port: int
    trust: ssl.SSLContext

    def server(self, security: Security = Security.STARTTLS) -> Server:
        return Server(host="127.0.0.1", port=self.port, security=security)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def make_certificate(folder: Path, name: str = "cert", hosts: str = "DNS:localhost,IP:127.0.0.1") -> tuple[Path, Path]:
    """Make a key and a certificate that is its own authority; return both paths, certificate first."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}-key.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=localhost"
    subprocess.run(
        [*command.split(), "-addext", f"subjectAltName={hosts}", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    return certificate, key


def missing(*programs: str) -> str:
    """Return what to say where programs are not installed, "" where all are."""
    if all(shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin") for program in programs):
        return ""
    return "apt install dovecot-imapd dovecot-lmtpd postfix openssl, to run this against real servers"


@contextmanager
def _running(command: list[str], log: Path, port: int) -> Iterator[None]:
    """Run a server in the foreground for the length of the block."""
    with log.open("ab") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
        try:
            _wait_for(port, process, log)
            yield
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 20
    while True:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{process.args!r} did not start: {log.read_text()}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.01)
        else:
            return


@contextmanager
def run_dovecot(root: Path, more: str = "") -> Iterator[Dovecot]:
    """Run a new Dovecot; `more` is put behind its configuration, here and for Postfix below."""
    dovecot = configure_dovecot(root, more)
    with serving(dovecot):
        yield dovecot


@contextmanager
def serving(dovecot: Dovecot) -> Iterator[None]:
    """Run a Dovecot for the length of the block; the same one can be run again afterwards."""
    root = dovecot.root
    with _running(["/usr/sbin/dovecot", "-F", "-c", str(root / "dovecot.conf")], root / "dovecot.out", dovecot.port):
        yield


def configure_dovecot(root: Path, more: str = "") -> Dovecot:
    certificate, _ = make_certificate(root)
    dovecot = Dovecot(
        root=root,
        port=free_port(),
        tls_port=free_port(),
        lmtp_port=free_port(),
        trust=ssl.create_default_context(cafile=str(certificate)),
    )
    (root / "users").write_text(f"{ODD_USER}:{{PLAIN}}{ODD_PASSWORD}\n")
    (root / "mail").mkdir()
    owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    os.chown(root / "mail", owner.pw_uid, owner.pw_gid)
    (root / "dovecot.conf").write_text(_dovecot_conf(dovecot, owner) + more)
    return dovecot


def _dovecot_conf(dovecot: Dovecot, owner: pwd.struct_passwd) -> str:
    """Dovecot 2.3. As root it has users of its own; without root everything is one user and nothing is chrooted."""
    root, rootless = dovecot.root, os.geteuid() != 0
    group = grp.getgrgid(owner.pw_gid).gr_name
    me = "\n".join(
        (
            f"default_internal_user = {owner.pw_name}",
            f"default_internal_group = {group}",
            f"default_login_user = {owner.pw_name}",
        )
        if rootless
        else ()
    )
    no_chroot = "chroot =" if rootless else ""
    return f"""
base_dir = {root}/run
state_dir = {root}/state
instance_name = followupd-test
log_path = {root}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1, 127.0.0.2
{me}
first_valid_uid = 0
mail_uid = {owner.pw_uid}
mail_gid = {owner.pw_gid}
ssl = yes
ssl_cert = <{root}/cert.pem
ssl_key = <{root}/cert-key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_home = {root}/mail/%n
mail_location = maildir:{root}/mail/%n/Maildir
postmaster_address = postmaster@example.test
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%n {root}/users
}}
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = allow_all_users=yes uid={owner.pw_uid} gid={owner.pw_gid} home={root}/mail/%n
}}
namespace inbox {{
  inbox = yes
  mailbox Junk {{
    auto = create
    special_use = \\Junk
  }}
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
  mailbox Drafts {{
    auto = create
    special_use = \\Drafts
  }}
}}
service imap-login {{
  {no_chroot}
  inet_listener imap {{
    port = {dovecot.port}
  }}
  inet_listener imaps {{
    port = {dovecot.tls_port}
    ssl = yes
  }}
}}
service anvil {{
  {no_chroot}
}}
service stats {{
  {no_chroot}
}}
service lmtp {{
  {no_chroot}
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {dovecot.lmtp_port}
  }}
}}
protocol lmtp {{
  auth_username_format = %n
}}
"""


@contextmanager
def run_postfix(root: Path, lmtp_port: int, more: str = "") -> Iterator[Postfix]:
    certificate, _ = make_certificate(root)
    postfix = Postfix(port=free_port(), trust=ssl.create_default_context(cafile=str(certificate)))
    for folder in ("etc", "spool", "data"):
        (root / folder).mkdir()
    owner = pwd.getpwnam("postfix")
    os.chown(root / "data", owner.pw_uid, owner.pw_gid)
    (root / "etc" / "main.cf").write_text(_main_cf(root, lmtp_port) + more)
    (root / "etc" / "master.cf").write_text(_master_cf(postfix.port))
    command = ["/usr/sbin/postfix", "-c", str(root / "etc")]
    with _running([*command, "start-fg"], root / "postfix.out", postfix.port):
        try:
            yield postfix
        finally:
            subprocess.run([*command, "stop"], check=True, capture_output=True)


def _main_cf(root: Path, lmtp_port: int) -> str:
    return f"""
compatibility_level = 3.6
queue_directory = {root}/spool
data_directory = {root}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {root}/postfix.log
maillog_file_prefixes = {root}
myhostname = mail.example.test
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_recipient_restrictions = check_recipient_access inline:{{{{ nobody@example.test = 550 5.1.1 no such user }}}}
smtpd_relay_restrictions = permit_mynetworks, reject
mydestination =
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = example.test
virtual_mailbox_maps =
virtual_transport = lmtp:inet:127.0.0.1:{lmtp_port}
local_transport = error:5.1.1 no local mail here
default_transport = error:5.1.2 no outside mail from this test server
disable_dns_lookups = yes
smtp_host_lookup = native
lmtp_destination_recipient_limit = 1
smtpd_tls_cert_file = {root}/cert.pem
smtpd_tls_key_file = {root}/cert-key.pem
smtpd_tls_security_level = may
smtpd_peername_lookup = no
"""


def _master_cf(port: int) -> str:
    return f"""
127.0.0.1:{port} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
showq unix n - n - - showq
"""
