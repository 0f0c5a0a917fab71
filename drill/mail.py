"""A mail server that takes everything and remembers to whom it was."""

import contextlib
import socketserver
import threading


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 drill")
        for line in self.rfile:
            verb = line.split()[0].upper() if line.strip() else b""
            if verb == b"DATA":
                self.say("354 go on")
                while self.rfile.readline().rstrip() != b".":
                    pass
                self.server.taken.append(self.to)
            elif verb == b"RCPT":
                self.to = line.partition(b"<")[2].partition(b">")[0].decode()
            self.say("221 bye" if verb == b"QUIT" else "250 yes")
            if verb == b"QUIT":
                return

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.taken = []

    def handle_error(self, request, client_address):
        """Say nothing of who was killed in the middle of a word."""


@contextlib.contextmanager
def server():
    with Server() as mail:
        threading.Thread(target=mail.serve_forever, daemon=True).start()
        yield mail
        mail.shutdown()
