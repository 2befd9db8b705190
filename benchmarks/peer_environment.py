"""The virtual environment of the peers, .venv-bench: apart from the product's, so that they cannot disturb its lock.

It sees the packages of .venv after its own: the same torch, sentence-transformers and Chroma for all, where they allow it.
"""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "benchmarks" / "peers.txt"
VENV = ROOT / ".venv-bench"
STAMP = VENV / "peers.stamp"


def peer_python() -> Path:
    """The interpreter that has the peers; sets it up the first time (minutes) and when their pins change.

    Raises:
        SystemExit: they cannot be installed here.
    """
    python = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if STAMP.is_file() and STAMP.read_text() == wanted and python.is_file():
        return python
    print("Setting up .venv-bench (once; a few minutes)", file=sys.stderr)
    venv.create(VENV, with_pip=True)
    site = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True, check=True
    ).stdout.strip()
    ours = next(entry for entry in sys.path if entry.endswith("site-packages"))
    Path(site, "groundplan.pth").write_text(ours + "\n", encoding="utf-8")
    command = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", str(REQUIREMENTS)]
    if subprocess.run(command, check=False, stdout=sys.stderr).returncode:
        raise SystemExit("The peers cannot be installed; the lines above say why. --alone measures Groundplan alone.")
    STAMP.write_text(wanted)
    return python
