"""A real Spark on this machine, for tests of what engines run."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest


@contextmanager
def local_spark() -> Iterator[Any]:
    """A session on one core; skips the test where there is no Java or no pyspark."""
    if shutil.which("java") is None:
        pytest.skip("no Java here, which Spark needs: apt-get install default-jre-headless")
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("no pyspark here: pip install 'leeway[scale]'")
    import pytest_socket
    from pyspark.sql import SparkSession

    pytest_socket.enable_socket()
    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()
