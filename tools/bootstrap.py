"""Set up the project on a bare machine: a virtual environment with the locked packages; for tests also a browser.

Standard library only, so that it runs before anything is installed, on any platform:

    python tools/bootstrap.py              the virtual environment in .venv
    python tools/bootstrap.py --browser    also Debian's Chromium, for the browser tests

Running it again is instant: a stamp in .venv holds the hash of the lock.
"""

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "groundplan.stamp"
PYTORCH_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def venv_python() -> Path:
    """The interpreter of the virtual environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def pip(*arguments: str, check: bool = True) -> bool:
    """Run pip in the virtual environment; whether it succeeded."""
    command = [str(venv_python()), "-m", "pip", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, check=check, cwd=ROOT).returncode == 0


def torch_requirement() -> str:
    """The line of the lock that pins torch."""
    return next(line.strip() for line in LOCK.read_text().splitlines() if line.startswith("torch=="))


def wants_cpu_torch() -> bool:
    """Whether the small CPU build serves: Linux without an NVIDIA GPU (elsewhere the ordinary package is the CPU build)."""
    return platform.system() == "Linux" and shutil.which("nvidia-smi") is None


def install() -> None:
    """Create .venv and install the lock and the project into it, unless that is done already."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if STAMP.is_file() and STAMP.read_text() == wanted and venv_python().is_file():
        return
    print("Setting up .venv (once; a few minutes)", file=sys.stderr)
    if not venv_python().is_file():
        venv.create(VENV, with_pip=True)
    if wants_cpu_torch():
        # Without this a laptop downloads gigabytes of CUDA; out of reach of PyTorch's own index the ordinary package serves.
        quick = ("--retries", "0", "--timeout", "5")
        if not pip("install", "-q", "--no-deps", *quick, "--index-url", PYTORCH_CPU_INDEX, torch_requirement(), check=False):
            print("PyTorch's CPU index is out of reach; taking the ordinary package.", file=sys.stderr)
    pip("install", "-q", "-r", str(LOCK))
    pip("install", "-q", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    STAMP.write_text(wanted)


def find_browser() -> str | None:
    """Path of an installed Chromium, if there is one."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def install_browser() -> None:
    """Install Debian's Chromium where we may; otherwise say what to install."""
    if find_browser():
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium", "fonts-dejavu-core"]):
            subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
    if not find_browser():
        print(
            "No Chromium found: the browser tests will be skipped. Install it with: sudo apt-get install chromium",
            file=sys.stderr,
        )


def main() -> int:
    """Command-line entry; exit status 0 when set up, 1 with a message otherwise."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--browser", action="store_true", help="also see to a browser for the tests")
    arguments = parser.parse_args()
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        print(f"Python 3.11 to 3.13 is needed; this is {platform.python_version()}.", file=sys.stderr)
        return 1
    try:
        install()
    except subprocess.CalledProcessError as error:
        print(f"Set-up failed: {' '.join(map(str, error.cmd))}. The lines above say why.", file=sys.stderr)
        return 1
    if arguments.browser:
        install_browser()
    return 0


if __name__ == "__main__":
    sys.exit(main())
