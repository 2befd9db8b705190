"""Groundplan takes files in, through the same `Consultation` as its pages and commands; one run, times as JSON.

    .venv/bin/python -m benchmarks.ours DATA_DIR MODEL PRECISION FILE…

Run by `ingest.py`; each run is a process of its own. Loading libraries and model is timed apart from taking in.
"""

import json
import sys
import time
from pathlib import Path

from rag.build.application import open_application
from rag.settings import Settings


def main() -> None:
    """Take the files in; the result is the last line of the output."""
    started = time.perf_counter()
    data_dir, model, precision, *files = sys.argv[1:]
    settings = Settings.model_validate({"data_dir": data_dir, "embedder": model, "embedding_precision": precision})
    with open_application(settings, writing=True) as application:
        application.prepare_intake()  # as the server and `ingest` do while the model loads
        application.wait()
        consultation = application.consultation(settings.workspace)
        load = time.perf_counter() - started
        report = consultation.ingest([Path(file) for file in files])
    result = {
        "documents": len(report.documents),
        "failed": len(report.failed),
        "pages": sum(document.pages for document in report.documents),
        "chunks": sum(document.chunks for document in report.documents),
        "load_s": load,
        "seconds": report.seconds,
        "stages": dict(report.stages),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
