"""The command as a process: bytes, exit codes, pipes, locales, a terminal."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ENV = {"RELEASEBOARD_TODAY": "2027-02-24"}


def call(board: str, *words: str, **settings: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    env = {**os.environ, **ENV, "RELEASEBOARD_BOARD": board, **settings.pop("env", {})}
    return subprocess.run([sys.executable, "-m", "releaseboard", *words], capture_output=True, check=False, env=env,
                          stdin=subprocess.DEVNULL, **settings)  # fmt: skip


def test_status_in_bytes(board: str) -> None:
    """UTF-8 on stdout, nothing on stderr, exit code 0; a red release gives 1 when asked."""
    done = call(board, "status", "--exit-code", env={"PYTHONUTF8": "1"})
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.decode().startswith("Payments Q1  Wed 24 Feb 2027  G 2  A 0  R 1\n")


def test_a_locale_without_our_signs(board: str) -> None:
    """With LC_ALL=C everything is ASCII, and nothing fails."""
    call(board, "set", "PAY-4.2", "title=Größe → 発売", "goal=x", env={"PYTHONUTF8": "1"})
    env = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    for words in (("status",), ("list",), ("show", "PAY-4.2"), ("history",), ("status", "--json"), ("--help",)):
        done = call(board, *words, env=env)
        assert done.returncode == 0, done.stderr
        assert done.stdout.isascii()
        assert done.stderr.isascii()


def test_an_error_is_one_line(board: str) -> None:
    """On stderr; --debug adds the traceback before it."""
    done = call(board, "show", "NOPE")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    done = call(board, "show", "NOPE", "--debug")
    assert done.stderr.startswith(b"Traceback")
    assert b"releaseboard: error: there is no release 'NOPE'" in done.stderr


def test_a_reader_that_leaves_early(board: str) -> None:
    """`releaseboard … | head -1` is quiet."""
    env = {**os.environ, **ENV, "RELEASEBOARD_BOARD": board}
    process = subprocess.Popen([sys.executable, "-m", "releaseboard", "export", "json"], env=env,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    assert process.stdout is not None
    process.stdout.close()
    _, said = process.communicate(timeout=60)
    assert said == b""
    assert process.returncode == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_a_full_disk_behind_stdout(board: str) -> None:
    """That the output could not be written is an error of one line."""
    with open("/dev/full", "wb") as full:
        env = {**os.environ, **ENV, "RELEASEBOARD_BOARD": board}
        done = subprocess.run([sys.executable, "-m", "releaseboard", "status"], stdout=full, stderr=subprocess.PIPE,
                              env=env, check=False)  # fmt: skip
    assert done.returncode == 3
    assert done.stderr.startswith(b"releaseboard: error: the output can't be written")
    assert done.stderr.count(b"\n") == 1


def test_closed_streams(board: str) -> None:
    """Without stdout or stderr nothing crashes."""
    done = subprocess.run(["sh", "-c", f'"{sys.executable}" -m releaseboard status >&- 2>&-'], check=False,
                          env={**os.environ, **ENV, "RELEASEBOARD_BOARD": board})  # fmt: skip
    assert done.returncode == 0


def test_control_c(board: str) -> None:
    """130, without a traceback."""
    code = ("import signal, os, releaseboard.cli.main as m\n"
            "def stop(*words): os.kill(os.getpid(), signal.SIGINT)\n"
            "m.dispatch = stop\nraise SystemExit(m.main([]))")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (130, b"")


def read_terminal(board: str, *words: str, env: dict[str, str] | None = None) -> bytes:
    """What a command writes to a terminal of 100 columns."""
    pty = pytest.importorskip("pty")
    import fcntl
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    full = {
        **os.environ,
        **ENV,
        "RELEASEBOARD_BOARD": board,
        "TERM": "xterm-256color",
        "PYTHONUTF8": "1",
        **(env or {}),
    }
    full.pop("COLUMNS", None)
    process = subprocess.Popen([sys.executable, "-m", "releaseboard", *words], stdout=slave, stderr=slave,
                               stdin=slave, env=full)  # fmt: skip
    os.close(slave)
    found = b""
    while True:
        try:
            part = os.read(master, 65_536)
        except OSError:
            break
        if not part:
            break
        found += part
    process.wait(timeout=60)
    os.close(master)
    return found


def test_colour_only_on_a_terminal_that_wants_it(board: str) -> None:
    """A terminal gets ANSI colour; NO_COLOR, --no-color and TERM=dumb take it away."""
    assert b"\x1b[31mR\x1b[0m" in read_terminal(board, "status")
    assert b"\x1b" not in read_terminal(board, "status", env={"NO_COLOR": "1"})
    assert b"\x1b" not in read_terminal(board, "status", "--no-color")
    assert b"\x1b" not in read_terminal(board, "status", env={"TERM": "dumb"})


def test_a_terminals_width_is_used(board: str) -> None:
    """Lines may be as wide as the terminal; COLUMNS goes before it, in a pipe too."""
    title = "A title that is long enough to be cut at eighty columns but not at a hundred of them"
    call(board, "set", "PAY-4.2", f"title={title}")
    wide = max(len(line) for line in read_terminal(board, "list", "--no-color").decode().splitlines())
    assert 80 < wide <= 100
    narrow = call(board, "list", env={"COLUMNS": "60", "PYTHONUTF8": "1"}).stdout.decode()
    assert max(len(line) for line in narrow.splitlines()) <= 60


def test_two_commands_at_once_lose_nothing(board: str) -> None:
    """Several processes edit one board; all edits are there at the end."""
    env = {**os.environ, **ENV, "RELEASEBOARD_BOARD": board}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "releaseboard", "-q", "add", f"WEB-{number}.0"], env=env, stderr=subprocess.PIPE
        )
        for number in range(4)
    ]
    for process in running:
        _, said = process.communicate(timeout=60)
        assert (process.returncode, said) == (0, b"")
    listed = call(board, "list", "--json").stdout.decode()
    assert all(f'"WEB-{number}.0"' in listed for number in range(4))


def test_python_m_is_the_same(board: str, tmp_path: Path) -> None:
    """The console script and `python -m releaseboard` are one."""
    script = Path(sys.executable).with_name("releaseboard")
    if not script.exists():
        pytest.skip("the console script is not installed beside this Python")
    env = {**os.environ, **ENV, "RELEASEBOARD_BOARD": board}
    done = subprocess.run([script, "status"], capture_output=True, check=False, env=env, cwd=tmp_path)
    assert done.stdout == call(board, "status", cwd=tmp_path).stdout
