"""``leeway serve`` as a process: it answers, refuses what it must, and stops."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys

import pytest

from leeway.faces.web.settings import LOOPBACK, Settings

LEEWAY = [sys.executable, "-c", "from leeway.faces.cli import main; main()"]
STARTED = re.compile(r"http://127\.0\.0\.1:(\d+)/")


@pytest.fixture
def served(tmp_path):
    started = []

    def serve(*words):
        process = subprocess.Popen(  # noqa: S603
            [*LEEWAY, "serve", "--port", "0", "--record", str(tmp_path / "none.duckdb"), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        found = STARTED.search(process.stderr.readline())
        assert found, process.communicate()
        return process, int(found[1])

    yield serve
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()


def _asked(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    told = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return told


def _ran(*words):
    return subprocess.run([*LEEWAY, "serve", *words], capture_output=True, text=True, timeout=60)  # noqa: S603


def _stopped(process):
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert out == ""
    assert "Traceback" not in err
    return process.returncode


def test_it_answers_and_stops(served):
    process, port = served()
    status, headers, body = _asked(port, "/ask/KAZ/RUS.json")
    assert status == 200
    assert b'"answer"' in body
    assert "server" not in {name.lower() for name in headers}
    assert _asked(port, "/ask/KAZ/RUS", Host="evil.example")[0] == 421
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(b"GET /ask/\xff/RUS HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        odd = line.makefile("rb").read()
    assert odd.startswith(b"HTTP/1.1 4")
    assert b"Traceback" not in odd
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("HEAD", "/ask/KAZ/RUS")
    head = connection.getresponse()
    assert (head.status, head.read()) == (200, b"")
    connection.close()

    taken = _ran("--port", str(port))
    assert taken.returncode == 3
    assert f"Nothing can listen on 127.0.0.1:{port}" in taken.stderr
    assert "leeway serve --port" in taken.stderr
    assert "Traceback" not in taken.stderr

    assert _stopped(process) == 0
    with pytest.raises(ConnectionRefusedError):
        _asked(port, "/")


def test_several_processes_answer_and_stop(served):
    process, port = served("--workers", "2")
    for _ in range(4):
        assert _asked(port, "/states")[0] == 200
    assert _stopped(process) == 0
    with pytest.raises(ConnectionRefusedError):
        _asked(port, "/")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104
def test_others_are_answered_only_under_a_name(host):
    ran = _ran("--host", host)
    assert ran.returncode == 2
    assert "--allow-host" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_settings_reach_the_processes_that_serve(monkeypatch):
    monkeypatch.delenv("LEEWAY_SERVE", raising=False)
    assert Settings.from_environment() == Settings()
    chosen = Settings(record="a.duckdb", hosts=(*LOOPBACK, "leeway.example"), kept_bytes=1_000)
    monkeypatch.setenv("LEEWAY_SERVE", "")
    chosen.to_environment()
    assert Settings.from_environment() == chosen
    assert "LEEWAY_SERVE" in os.environ
