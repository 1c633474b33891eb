"""Sets up what a bare machine lacks, with the standard library alone: a virtual environment with what we need.

Runs before anything is installed, so it imports nothing of ours; and on an old Python, far enough to say so.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"


def run(module: str, arguments: Sequence[str], extra: str = "", debian: Sequence[str] = ()) -> NoReturn:
    """Set up, then become ``python -m module arguments`` inside the virtual environment.

    `extra` names a list of optional dependencies; `debian` packages are installed where we are root on Debian and
    they are missing.
    """
    if sys.version_info < OLDEST:
        stop(f"Up to You needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.")
    python = _environment(extra)
    _debian(debian)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *_old_path()])}
    command = [str(python), "-m", module, *arguments]
    if os.name == "posix":
        os.execve(command[0], command, environment)  # noqa: S606
    sys.exit(subprocess.run(command, env=environment, check=False).returncode)  # noqa: S603


def stop(sentence: str) -> NoReturn:
    """End with one sentence that says what to do."""
    print(sentence, file=sys.stderr)
    sys.exit(1)


def _old_path() -> list[str]:
    return [one for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if one]


def _environment(extra: str) -> Path:
    """The Python of a virtual environment that holds all dependencies; made or brought up to date where needed."""
    python = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = HOME / f"ready{'-' + extra if extra else ''}"
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return python
    print("Setting up, once. This takes about half a minute.", flush=True)
    try:
        _make(python)
        _install(python, extra)
        stamp.write_text(wanted)
    except OSError as error:
        stop(f"The folder {ROOT} cannot be written ({error.strerror}). Copy it to a folder of yours and start again.")
    except subprocess.CalledProcessError:
        stop("The libraries could not be installed. Check the internet connection (once is enough) and start again.")
    return python


def _make(python: Path) -> None:
    if _works(python):
        return
    _debian([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"] if not _has_pip() else [])
    if not _has_pip():
        stop("Python comes without pip here. On Debian or Ubuntu, type: sudo apt install python3-venv")
    venv.create(HOME, with_pip=True, clear=True)


def _works(python: Path) -> bool:
    """Whether the environment is there, with pip, and of this very Python."""
    if not python.exists():
        return False
    ask = [str(python), "-c", "import pip, sys; print(sys.version)"]
    answer = subprocess.run(ask, capture_output=True, text=True, check=False)  # noqa: S603
    return answer.returncode == 0 and answer.stdout.strip() == sys.version


def _has_pip() -> bool:
    try:
        import ensurepip  # noqa: F401, PLC0415 (Debian leaves it out)
    except ImportError:
        return False
    return True


def _install(python: Path, extra: str) -> None:
    import tomllib  # noqa: PLC0415 (not there before Python 3.11, which is checked first)

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(project["optional-dependencies"][extra] if extra else ())]
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
    subprocess.run(command, check=True)  # noqa: S603


def _debian(packages: Sequence[str]) -> None:
    """Install Debian packages that are missing, where we may; elsewhere leave it to whoever needs them."""
    apt = shutil.which("apt-get")
    missing = [one for one in packages if not _is_installed(one)]
    if apt is None or not missing or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    print(f"Installing {' and '.join(missing)}, once.", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([apt, "update", "-qq"], env=quiet, check=False, stdout=subprocess.DEVNULL)  # noqa: S603
    install = [apt, "install", "-y", "-qq", "--no-install-recommends", *missing]
    subprocess.run(install, env=quiet, check=False, stdout=subprocess.DEVNULL)  # noqa: S603


def _is_installed(package: str) -> bool:
    program = {"chromium": "chromium", "redis-server": "redis-server"}.get(package)
    return program is not None and shutil.which(program) is not None
