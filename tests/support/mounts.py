"""One folder mounted twice by sshfs over loopback: two hosts, as far as the file system can tell."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SSHD = "/usr/sbin/sshd"


def require_sshfs() -> None:
    """Skips with the reason where two sshfs mounts can't be had."""
    for name, path in (
        ("sshfs", shutil.which("sshfs")),
        ("sshd", shutil.which("sshd") or (os.path.exists(SSHD) and SSHD)),
    ):
        if not path:
            pytest.skip(f"{name} is not installed (Debian: sshfs, openssh-server)")
    if os.geteuid() != 0 or not os.access("/dev/fuse", os.R_OK | os.W_OK):
        pytest.skip("mounting by sshfs needs root and /dev/fuse here")


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def two_mounts(place: Path) -> Iterator[tuple[Path, Path, Path]]:
    """A folder, and two sshfs mounts of it that know nothing of each other; all is gone afterwards."""
    require_sshfs()
    server = place / "server"
    server.mkdir()
    with _ssh_server(place) as port:
        one, two = place / "one", place / "two"
        try:
            yield server, _mount(place, one, server, port), _mount(place, two, server, port)
        finally:
            for point in (one, two):
                subprocess.run(["fusermount3", "-u", "-z", str(point)], check=False, capture_output=True)


@contextmanager
def _ssh_server(place: Path) -> Iterator[int]:
    keys = place / "keys"
    keys.mkdir(mode=0o700)
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(keys / name)], check=True)
    shutil.copy(keys / "user.pub", keys / "allowed")
    Path("/run/sshd").mkdir(exist_ok=True)  # where Debian's sshd drops its rights
    port = free_port()
    options = {
        "Port": port, "ListenAddress": "127.0.0.1", "HostKey": keys / "host", "AuthorizedKeysFile": keys / "allowed",
        "PidFile": "none", "UsePAM": "no", "StrictModes": "no", "PermitRootLogin": "yes",
        "Subsystem": "sftp internal-sftp",
    }  # fmt: skip
    config = keys / "sshd_config"
    config.write_text("".join(f"{name} {value}\n" for name, value in options.items()))
    server = subprocess.Popen([SSHD, "-D", "-e", "-f", str(config)], stderr=subprocess.DEVNULL)
    try:
        _wait_for_port(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for_port(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.skip("sshd did not start")


def _mount(place: Path, point: Path, server: Path, port: int) -> Path:
    point.mkdir()
    options = f"port={port},IdentityFile={place}/keys/user,LogLevel=ERROR"
    options += ",StrictHostKeyChecking=no,UserKnownHostsFile=/dev/null"
    done = subprocess.run(
        ["sshfs", f"root@127.0.0.1:{server}", str(point), "-o", options], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        pytest.skip(f"sshfs can't mount here: {done.stderr.strip()}")
    return point
