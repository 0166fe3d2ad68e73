"""Several processes that answer at one address, and share what comes in."""

from __future__ import annotations

import socket

from uvicorn.supervisors.multiprocess import Multiprocess, Process


class Workers(Multiprocess):
    """Processes that answer at one address.

    Where the system can, each has a socket of its own: behind one socket the process that wakes first takes
    every connection, and the others idle.

    Its sockets are one a process, or one for all.
    """

    def init_processes(self) -> None:
        """Start the processes."""
        for number in range(self.processes_num):
            own = [self.sockets[number]] if len(self.sockets) == self.processes_num else self.sockets
            process = Process(self.config, own)
            process.start()
            self.processes.append(process)


def shared(listening: socket.socket, workers: int, waiting: int) -> list[socket.socket]:
    """A socket for each process at the address that one is bound to; that one alone where it cannot be.

    Parameters
    ----------
    listening : socket
        Bound; it is closed where others take its place.
    workers : int
    waiting : int
        Connections that may wait for each to be taken.

    Raises
    ------
    OSError
        If another program takes the address meanwhile.
    """
    if not hasattr(socket, "SO_REUSEPORT"):
        return [listening]
    address = listening.getsockname()
    listening.close()
    found = []
    for _ in range(workers):
        own = socket.socket(listening.family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        own.bind(address)
        own.listen(waiting)
        found.append(own)
    return found
