"""Take the README's pictures: the app itself, on the sample board, without a terminal. `make shots` runs this."""

import asyncio
import os
import tempfile
from datetime import UTC, date, datetime

from releaseboard.interchange.samples import load_sample
from releaseboard.session import Session
from releaseboard.settings.config import Config
from releaseboard.tui.app import ReleaseboardApp

HERE = os.path.dirname(os.path.abspath(__file__))
TODAY = date(2027, 2, 24)
MORNING = datetime(2027, 2, 24, 9, 30, tzinfo=UTC)

# file, theme, cells, keys that lead there
PICTURES = (
    ("board.svg", "dark", (120, 36), ("l", "j")),
    ("release.svg", "light", (100, 30), ("l", "j", "enter")),
)


async def take(name: str, theme: str, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    """Open the sample board, press the keys, keep what is seen."""
    with tempfile.TemporaryDirectory() as folder:
        path, plan = os.path.join(folder, "harbour.json"), load_sample(today=TODAY)
        session = Session.create(path, plan=plan, today=TODAY, user="ana", host="harbour", clock=lambda: MORNING)
        app = ReleaseboardApp(session, Config(theme=theme), watch=False)
        async with app.run_test(size=size) as pilot:
            await pilot.press(*keys)
            await pilot.pause()
            app.save_screenshot(name, HERE)
    print(os.path.join(HERE, name))


if __name__ == "__main__":
    for picture in PICTURES:
        asyncio.run(take(*picture))
