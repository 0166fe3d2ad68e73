"""Scripts of others are the ones that were looked at, with their licences beside them."""

import hashlib
import re
from importlib import resources

from leeway.faces.web.own_files import FILES

VENDOR = resources.files("leeway.faces.web").joinpath("static", "vendor")
ROW = re.compile(r"\| `([\w.-]+)` \| ([\w-]+) \| ([\d.]+) \| BSD-3-Clause \| ([0-9a-f]{64}) \|")


def test_digests_are_those_of_the_table():
    rows = ROW.findall(VENDOR.joinpath("ORIGINS.md").read_text(encoding="utf-8"))
    held = {one.name for one in VENDOR.iterdir() if one.name.endswith(".js")}
    assert {name for name, *_ in rows} == held
    assert {f"vendor/{name}" for name in held} == {name for name in FILES if name.startswith("vendor/")}
    for name, package, version, digest in rows:
        data = VENDOR.joinpath(name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == digest, name
        licence = VENDOR.joinpath("licences", f"{package}.txt").read_text(encoding="utf-8")
        assert "Redistribution and use in source and binary forms" in licence
        assert version.count(".") == 2
    assert "== d3-array" in VENDOR.joinpath("licences", "inside.txt").read_text(encoding="utf-8")


def test_the_scripts_of_pages_evaluate_nothing():
    for name in ("leeway.js", "charts.js", "vendor/vega-interpreter.js"):
        text = resources.files("leeway.faces.web").joinpath("static", name).read_text(encoding="utf-8")
        for one in ("eval(", "new Function", "innerHTML", "insertAdjacentHTML", "document.write"):
            assert one not in text, (name, one)
