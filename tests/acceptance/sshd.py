"""An sshd of our own on the loopback, with throw-away keys, for one user: whoever runs the tests."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE = 20.0
_CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
PidFile {folder}/pid
AuthorizedKeysFile {folder}/keys
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
PrintMotd no
PrintLastLog no
"""


def missing() -> str:
    """What is needed and not installed; nothing where all is there."""
    return ", ".join(name for name in ("sshd", "ssh", "ssh-keygen") if _program(name) is None)


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@contextmanager
def sshd(folder: Path, forced: str = "") -> Iterator[list[str]]:
    """Runs the server; yields the words of a command that opens a terminal on this machine through it.

    `forced` is what the key may do, as a line of authorized_keys begins; empty for all.
    """
    folder.mkdir()
    for name in ("host", "user"):
        subprocess.run(
            [str(_program("ssh-keygen")), "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)],
            check=True,
        )
    (folder / "keys").write_text(f"{forced} {(folder / 'user.pub').read_text()}".lstrip())
    port = _free_port()
    (folder / "config").write_text(_CONFIG.format(port=port, folder=folder))
    if os.geteuid() == 0:
        # Where root runs it, sshd wants this place for its part without privileges.
        Path("/run/sshd").mkdir(exist_ok=True)
    log = folder / "log"
    with log.open("wb") as file:
        server = subprocess.Popen(
            [str(_program("sshd")), "-D", "-e", "-f", str(folder / "config")],
            stderr=file,
            stdin=subprocess.DEVNULL,
        )
    try:
        _wait_for(port, server, log)
        options = ("StrictHostKeyChecking=no", f"UserKnownHostsFile={folder}/hosts", "LogLevel=ERROR")
        words = [word for option in (*options, "IdentitiesOnly=yes") for word in ("-o", option)]
        where = ["-p", str(port), "-i", str(folder / "user"), f"{getpass.getuser()}@127.0.0.1"]
        yield [str(_program("ssh")), "-F", "none", "-tt", "-e", "none", *words, *where]
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"sshd does not answer: {log.read_text()}")
