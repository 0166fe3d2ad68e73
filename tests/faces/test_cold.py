"""A cold answer on the shipped estimates, in a process of its own."""

import json
import subprocess
import sys

CODE = """
import contextlib, io, json, sys
from leeway.faces.cli import app
with contextlib.redirect_stdout(io.StringIO()) as out:
    app(["ask", "KAZ", "RUS", "--json"], standalone_mode=False)
heavy = {"numba", "scipy", "pandas", "duckdb", "httpx", "rich", "pyarrow"} & set(sys.modules)
print(json.dumps({"heavy": sorted(heavy), "answer": json.loads(out.getvalue())["answer"]}))
"""


def test_an_answer_loads_nothing_heavy():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)  # noqa: S603
    told = json.loads(done.stdout)
    assert told["heavy"] == []
    assert told["answer"] in {"away", "still", "closer", "unclear"}
