"""`python -m releaseboard` is the same as the `releaseboard` command."""

import sys

from releaseboard.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
