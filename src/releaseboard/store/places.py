"""Where things are kept on this machine: names of files and folders, and nothing that would have to be loaded for more.

$XDG_STATE_HOME/releaseboard/<board-id>/<machine-id8>/slotN/journal.jsonl
"""

import os
from binascii import crc32

JOURNAL = "journal.jsonl"


def state_home() -> str:
    """`$XDG_STATE_HOME`, or `~/.local/state`."""
    home = os.environ.get("XDG_STATE_HOME", "")
    return home if os.path.isabs(home) else os.path.expanduser("~/.local/state")  # a relative one does not count (XDG)


def machine_id() -> str:
    """Eight characters that tell this machine from another one that mounts the same home."""
    for path in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        try:
            with open(path, "rb") as file:
                return f"{crc32(file.read().strip()):08x}"
        except OSError:
            continue
    return f"{crc32(os.uname().nodename.encode()):08x}"


def machine_folder(board_id: str, home: str = "") -> str:
    """Where everything about a board is kept on this machine; `home` '' takes `state_home()`."""
    name = "".join(char if (char.isalnum() and char.isascii()) or char in "-_" else "_" for char in board_id)
    return os.path.join(home or state_home(), "releaseboard", name[:80] or "board", machine_id())


def list_slots(base: str) -> list[str]:
    """The slot folders under a machine folder, in order."""
    try:
        names = [name for name in os.listdir(base) if name.startswith("slot")]
    except OSError:
        return []
    return [os.path.join(base, name) for name in sorted(names)]
