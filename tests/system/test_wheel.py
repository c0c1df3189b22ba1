"""The built wheel: what travels in it, and that it runs from any folder of a clean environment."""

import os
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from clone import PROGRAM, copy_project, run
from house import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, outer_environment: dict[str, str]) -> Path:
    """The wheel as it is published: built from the source archive, which is built from a copy of the clone."""
    clone = copy_project(tmp_path_factory.mktemp("build") / "clone")
    run(sys.executable, "-m", "build", "--no-isolation", cwd=clone, env=outer_environment)
    (found,) = (clone / "dist").glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory, outer_environment: dict[str, str]) -> Path:
    """The `releaseboard` command of a clean environment into which the wheel was installed."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", folder, cwd=folder, env=outer_environment)
    run(folder / "bin/python", "-m", "pip", "install", "--quiet", wheel, cwd=folder, env=outer_environment)
    return folder / "bin/releaseboard"


def stranger(home: Path) -> dict[str, str]:
    """The environment of somebody who has nothing but a PATH and an empty home."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "TMPDIR": str(home)}


def test_the_wheel_holds_what_the_program_needs(wheel: Path) -> None:
    """Themes, sample boards, style sheets and the type marker travel; tests and leftovers do not."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    packed = {name for name in names if name.startswith("releaseboard/")}
    expected = {f"releaseboard/{path.name}" for path in (ROOT / "src/releaseboard").glob("*.py")}
    expected |= {f"releaseboard/themes/{path.name}" for path in (ROOT / "themes").glob("*.toml")}
    samples = ROOT / "sample_data"
    expected |= {f"releaseboard/sample_data/{path.relative_to(samples)}" for path in samples.rglob("*.toml")}
    expected |= {f"releaseboard/tui/css/{path.name}" for path in (ROOT / "src/releaseboard/tui/css").glob("*.tcss")}
    assert expected | {"releaseboard/py.typed"} <= packed
    assert len([name for name in packed if name.startswith("releaseboard/themes/")]) >= 5
    assert [
        name for name in names if "__pycache__" in name or os.path.basename(name).startswith(("test_", "conftest"))
    ] == []
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"releaseboard"}


def test_the_demo_runs_from_any_folder(installed: Path, tmp_path: Path) -> None:
    """Without a terminal `demo` prints the sample board's status, as `demo --print` does, and leaves nothing behind."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    printed = run(installed, "demo", "--print", cwd=folder, env=stranger(tmp_path))
    assert run(installed, "demo", cwd=folder, env=stranger(tmp_path)) == printed
    assert len(printed.splitlines()) > 10
    assert list(folder.iterdir()) == []


def test_the_themes_are_found(installed: Path, tmp_path: Path) -> None:
    """`themes` lists every theme that is shipped."""
    listed = run(installed, "themes", cwd=tmp_path, env=stranger(tmp_path))
    shipped = [path.stem for path in (ROOT / "themes").glob("*.toml")]
    assert [name for name in shipped if name not in listed] == []


def test_uv_runs_the_demo(tmp_path: Path, outer_environment: dict[str, str]) -> None:
    """`uv run releaseboard demo` in a clone sets up an environment of its own and prints the status."""
    beside = Path(sys.executable).with_name("uv")
    uv = str(beside) if beside.exists() else shutil.which("uv")
    if uv is None:
        pytest.skip("uv is not installed here; `make test` installs it")
    clone = copy_project(tmp_path / "clone", PROGRAM)
    env = {name: value for name, value in outer_environment.items() if name != "VIRTUAL_ENV"}
    env |= {"UV_CACHE_DIR": str(tmp_path / "cache"), "UV_PYTHON": sys.executable, "UV_NO_PROGRESS": "1"}
    env |= {"UV_NATIVE_TLS": "1", "UV_SYSTEM_CERTS": "1"}  # trust what pip trusts: the certificates of the machine
    env |= {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    assert len(run(uv, "run", "--no-dev", "releaseboard", "demo", cwd=clone, env=env).splitlines()) > 10
