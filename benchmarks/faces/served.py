"""A server in processes of its own: its address, its CPU seconds and its memory, as Linux tells them."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faces.client import Connection, run_until_done

READY_WITHIN = 60.0
_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
#: Set for the measuring process alone: a server has the threads that its owner gets.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


@dataclass(frozen=True, slots=True)
class Served:
    """A running server.

    Attributes
    ----------
    pid, port : int
    started : float
        Seconds from its start to its first answer.
    """

    pid: int
    port: int
    started: float

    def cpu(self) -> float:
        """CPU seconds of all its processes so far."""
        fields = [_stat(pid) for pid in family(self.pid)]
        return sum(int(one[11]) + int(one[12]) for one in fields if one) / _TICK

    def rss(self) -> float:
        """Resident memory of all its processes, MB."""
        held = [Path(f"/proc/{pid}/statm").read_text().split()[1] for pid in family(self.pid)]
        return sum(map(int, held)) * _PAGE / 1e6


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except FileNotFoundError:
        return []


def family(pid: int) -> list[int]:
    """A process and all below it."""
    below: dict[int, list[int]] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit() and (told := _stat(int(path.name))):
            below.setdefault(int(told[1]), []).append(int(path.name))
    found, ahead = [], [pid]
    while ahead:
        found.append(ahead.pop())
        ahead += below.get(found[-1], [])
    return found


def leeway_program() -> str:
    """The command ``leeway`` of the interpreter that measures."""
    return shutil.which("leeway", path=str(Path(sys.executable).parent)) or "leeway"


@contextmanager
def serving(workers: int = 1) -> Iterator[Served]:
    """``leeway serve`` on a free port.

    Raises
    ------
    SystemExit
        If it does not answer in time, with what it said.
    """
    port = _free_port()
    command = [leeway_program(), "serve", "--port", str(port), "--workers", str(workers)]
    with _running(command, port, {}) as found:
        yield found


@contextmanager
def peer(data: Path, variable: str) -> Iterator[Served]:
    """The bare application, by the same server with the same settings, in one process."""
    port = _free_port()
    code = (
        "import socket, uvicorn\n"
        "held = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)\n"
        f"held.bind(('127.0.0.1', {port}))\n"
        "config = uvicorn.Config('benchmarks.faces.peer:create', factory=True, access_log=False,\n"
        "    log_level='warning', server_header=False, proxy_headers=False)\n"
        "uvicorn.Server(config).run(sockets=[held])\n"
    )
    with _running([sys.executable, "-c", code], port, {variable: str(data)}) as found:
        yield found


@contextmanager
def _running(command: Sequence[str], port: int, env: dict[str, str]) -> Iterator[Served]:
    if not Path("/proc/self/statm").exists():
        raise SystemExit("These figures read CPU and memory of a server from /proc: run them on Linux.")
    kept = {key: value for key, value in os.environ.items() if key not in _ONE_THREAD}
    with tempfile.TemporaryFile() as told:
        start = time.perf_counter()
        process = subprocess.Popen(list(command), env={**kept, **env}, stdout=told, stderr=told)
        try:
            while not _answers(port):
                if process.poll() is not None or time.perf_counter() - start > READY_WITHIN:
                    told.seek(0)
                    raise SystemExit(f"{command[0]} does not answer:\n{told.read().decode()[-2000:]}")
                time.sleep(0.02)
            yield Served(process.pid, port, time.perf_counter() - start)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                for pid in reversed(family(process.pid)):
                    os.kill(pid, signal.SIGKILL)
                process.wait()


def _answers(port: int) -> bool:
    async def once() -> bool:
        async with Connection(port) as line:
            return (await line.get("/static/icon.svg")).status == 200

    try:
        return run_until_done(once())
    except (OSError, EOFError):
        return False


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
