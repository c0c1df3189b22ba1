"""A real pair of Syncthing daemons on loopback, with one folder between them that can be cut off and joined again."""

import json
import os
import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mounts import free_port

FOLDER = "team"
QUIET = """
    <options>
        <listenAddress>tcp://127.0.0.1:{listen}</listenAddress>
        <globalAnnounceEnabled>false</globalAnnounceEnabled>
        <localAnnounceEnabled>false</localAnnounceEnabled>
        <reconnectionIntervalS>1</reconnectionIntervalS>
        <relaysEnabled>false</relaysEnabled>
        <startBrowser>false</startBrowser>
        <natEnabled>false</natEnabled>
        <urAccepted>-1</urAccepted>
        <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
        <crashReportingEnabled>false</crashReportingEnabled>
        <stunServer></stunServer>
        <stunKeepaliveStartS>0</stunKeepaliveStartS>
        <setLowPriority>false</setLowPriority>
    </options>"""


class Daemon:
    """One machine's Syncthing, its folder at `folder`."""

    def __init__(self, place: Path, name: str) -> None:
        self.home = place / f"{name}-config"
        self.folder = place / name
        self.folder.mkdir()
        self.listen, self.gui = free_port(), free_port()
        self.key = "releaseboard-test"
        made = ["syncthing", "generate", f"--home={self.home}", "--no-default-folder"]
        told = subprocess.run(made, capture_output=True, text=True, check=True, env=self._env())
        found = re.search(r"Device ID: (\S+)", told.stdout + told.stderr)
        assert found
        self.device = found[1]
        self.process: subprocess.Popen[bytes] | None = None

    def _env(self) -> dict[str, str]:
        return {**os.environ, "STNOUPGRADE": "1", "STNORESTART": "1", "HOME": str(self.home)}

    def start(self, peer: "Daemon", max_conflicts: int) -> None:
        """Share the folder with the peer and run."""
        devices = "".join(
            f'<device id="{one.device}" name="x"><address>tcp://127.0.0.1:{one.listen}</address></device>'
            for one in (self, peer)
        )
        shared = "".join(f'<device id="{one.device}"/>' for one in (self, peer))
        config = f"""<configuration version="36">
    <folder id="{FOLDER}" path="{self.folder}" type="sendreceive" rescanIntervalS="3600" fsWatcherEnabled="true"
            fsWatcherDelayS="1">{shared}<maxConflicts>{max_conflicts}</maxConflicts></folder>
    {devices}
    <gui enabled="true" tls="false"><address>127.0.0.1:{self.gui}</address><apikey>{self.key}</apikey></gui>
    {QUIET.format(listen=self.listen)}
</configuration>"""
        (self.home / "config.xml").write_text(config)
        log = open(self.home / "log", "wb")  # noqa: SIM115 - the daemon writes it until it ends
        command = ["syncthing", "serve", f"--home={self.home}", "--no-browser", "--no-restart", "--no-default-folder"]
        self.process = subprocess.Popen(command, stdout=log, stderr=log, env=self._env())
        log.close()

    def ask(self, path: str, *, post: bool = False) -> Any:
        """One call of its REST interface."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.gui}/rest/{path}",
            method="POST" if post else "GET",
            headers={"X-API-Key": self.key},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            raw = answer.read()
        return json.loads(raw) if raw.strip().startswith(b"{") else None

    def is_ready(self, peer: "Daemon") -> bool:
        """Whether it runs and sees its peer."""
        try:
            return bool(self.ask("system/connections")["connections"].get(peer.device, {}).get("connected"))
        except OSError:
            return False

    def scan(self) -> None:
        """Look at the folder now."""
        self.ask(f"db/scan?folder={FOLDER}", post=True)

    def stop(self) -> None:
        """End this daemon."""
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Pair:
    """Two daemons and what is between them."""

    def __init__(self, one: Daemon, two: Daemon) -> None:
        self.one, self.two = one, two

    def cut(self) -> None:
        """From now on nothing is carried."""
        self.one.ask(f"system/pause?device={self.two.device}", post=True)
        wait_for(lambda: not self.two.is_ready(self.one), "the two to part")

    def join(self) -> None:
        """Carry again."""
        self.one.ask(f"system/resume?device={self.two.device}", post=True)
        wait_for(lambda: self.one.is_ready(self.two) and self.two.is_ready(self.one), "the two to meet")


def wait_for(is_so: Any, what: str, seconds: float = 60.0) -> None:
    """Ask again and again until it is so; fails with words."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, f"waited {seconds:.0f} s in vain for {what}"
        time.sleep(0.1)


@contextmanager
def syncthing_pair(place: Path, max_conflicts: int = 10) -> Iterator[Pair]:
    """Two daemons that are connected; skips with the reason where there is no Syncthing."""
    if not shutil.which("syncthing"):
        pytest.skip("syncthing is not installed (Debian: syncthing)")
    one, two = Daemon(place, "one"), Daemon(place, "two")
    try:
        one.start(two, max_conflicts)
        two.start(one, max_conflicts)
        wait_for(lambda: one.is_ready(two) and two.is_ready(one), "two Syncthing daemons on loopback")
        yield Pair(one, two)
    finally:
        one.stop()
        two.stop()
