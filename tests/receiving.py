"""A program of our own that is told what happens, and keeps what it is sent."""

import http.server
import threading
from contextlib import contextmanager


class Receiver(http.server.BaseHTTPRequestHandler):
    """Keeps what it is sent, and answers as its server says."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, self.headers, body))
        self.server.answer(self)

    def log_message(self, *words):
        pass


def answering(status, **headers):
    def answer(handler):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()

    return answer


@contextmanager
def receiving():
    """Yield a server on this machine that takes what is posted to it."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.got, server.answer = [], answering(204)
    server.url = f"http://127.0.0.1:{server.server_port}/told?by=mlmap"
    # So often it looks whether it is to end.
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
