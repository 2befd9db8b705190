"""Set up the project on a bare machine: a virtual environment with the locked packages; for tests, a browser and OCR as well.

Standard library only, so that it runs before anything is installed, on any platform:

    python tools/bootstrap.py                    the virtual environment in .venv
    python tools/bootstrap.py --test-programs    also Debian's Chromium and tesseract, for the tests that need them

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
TEST_PROGRAMS = (  # names of the program, Debian's package (tesseract's: 7 MB), what is not tested without it
    (("chromium", "chromium-browser", "google-chrome"), "chromium", "the browser tests"),
    (("tesseract",), "tesseract-ocr", "the tests that read scanned pages"),
)


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
        quick = ("--no-compile", "--retries", "0", "--timeout", "5")
        if not pip("install", "-q", "--no-deps", *quick, "--index-url", PYTORCH_CPU_INDEX, torch_requirement(), check=False):
            print("PyTorch's CPU index is out of reach; taking the ordinary package.", file=sys.stderr)
    pip("install", "-q", "--no-compile", "-r", str(LOCK))
    pip("install", "-q", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    compile_packages()
    STAMP.write_text(wanted)


def compile_packages() -> None:
    """Compile what was installed, on all cores: pip takes one, and most of its time goes into this."""
    command = [str(venv_python()), "-m", "compileall", "-qq", "-j", "0", "-x", r"[/\\]tests[/\\]", str(VENV)]
    subprocess.run(command, check=False)  # some packages bring files for other versions of Python


def find_browser() -> str | None:
    """Path of an installed Chromium, if there is one."""
    return next((path for name in TEST_PROGRAMS[0][0] if (path := shutil.which(name))), None)


def missing_programs() -> list[str]:
    """Debian's packages of the programs that tests need and that are not installed."""
    return [package for names, package, _ in TEST_PROGRAMS if not any(shutil.which(name) for name in names)]


def install_test_programs() -> None:
    """Install the programs that tests need where we may; otherwise say which tests are skipped and what to install."""
    missing = missing_programs()
    if missing and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        fonts = ["fonts-dejavu-core"] if "chromium" in missing else []
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", *missing, *fonts]):
            subprocess.run(["apt-get", *command], check=False, env=environment, stdout=subprocess.DEVNULL)
    for _, package, tests in TEST_PROGRAMS:
        if package in missing_programs():
            said = f"No {package} found: {tests} will be skipped. Install it with: sudo apt-get install {package}"
            print(said, file=sys.stderr)


def main() -> int:
    """Command-line entry; exit status 0 when set up, 1 with a message otherwise."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--test-programs", action="store_true", help="also see to the programs that tests need")
    arguments = parser.parse_args()
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        print(f"Python 3.11 to 3.13 is needed; this is {platform.python_version()}.", file=sys.stderr)
        return 1
    try:
        install()
    except subprocess.CalledProcessError as error:
        print(f"Set-up failed: {' '.join(map(str, error.cmd))}. The lines above say why.", file=sys.stderr)
        return 1
    if arguments.test_programs:
        install_test_programs()
    return 0


if __name__ == "__main__":
    sys.exit(main())
