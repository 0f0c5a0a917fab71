"""A client of a few connections that stay open, thin enough to leave the server the machine."""

import socket
import threading
import time

CONNECTIONS = 4
PATIENCE = 30


class Connection:
    """One connection to this machine, opened anew when the server closed it."""

    def __init__(self, port):
        self.port = port
        self.socket = None

    def get(self, path, *extra):
        """Return (status, headers in small letters, body) of a page."""
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *extra, "", ""]
        request = "\r\n".join(lines).encode()
        try:
            return self.ask(request)
        except (ConnectionError, TimeoutError):
            self.close()
            return self.ask(request)

    def ask(self, request):
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
        self.socket.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self.more()
        head, _end, body = received.partition(b"\r\n\r\n")
        status_line, *lines = head.decode("latin-1").split("\r\n")
        named = (line.lower().partition(":") for line in lines)
        headers = {name: value.strip() for name, _colon, value in named}
        length = int(headers.get("content-length", 0))
        while len(body) < length:
            body += self.more()
        if headers.get("connection") == "close":
            self.close()
        return int(status_line.split()[1]), headers, body

    def more(self):
        part = self.socket.recv(65536)
        if not part:
            raise ConnectionResetError
        return part

    def close(self):
        if self.socket:
            self.socket.close()
        self.socket = None


class Load:
    """Four connections that ask for one page, as often as it comes, for some seconds."""

    def __init__(self, port):
        self.connections = [Connection(port) for _ in range(CONNECTIONS)]

    def run(self, page, seconds):
        """Return how long each answer took; RuntimeError if one was not what it should be."""
        took, wrong = [], []
        end = time.perf_counter() + seconds

        def ask(connection):
            try:
                while (begun := time.perf_counter()) < end:
                    status, _headers, _body = connection.get(page.path, *page.headers)
                    took.append(time.perf_counter() - begun)
                    if status != page.status:
                        wrong.append(status)
            except OSError as error:
                wrong.append(error)

        threads = [threading.Thread(target=ask, args=[each]) for each in self.connections]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if wrong:
            raise RuntimeError(f"{page.path} answered {wrong[0]}.")
        return took

    def close(self):
        for connection in self.connections:
            connection.close()
