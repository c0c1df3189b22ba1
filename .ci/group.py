"""Print the requirements of the named dependency groups of pyproject.toml, one a line (for a pip older than 25.1)."""

import sys
import tomllib


def expand_group(groups: dict[str, list[object]], name: str) -> list[str]:
    """The requirements of one group, with the groups it includes; KeyError when there is no such group."""
    found: list[str] = []
    for entry in groups[name]:
        found += expand_group(groups, entry["include-group"]) if isinstance(entry, dict) else [str(entry)]
    return found


if __name__ == "__main__":
    with open("pyproject.toml", "rb") as handle:
        declared = tomllib.load(handle)["dependency-groups"]
    print("\n".join(line for name in sys.argv[1:] for line in expand_group(declared, name)))
