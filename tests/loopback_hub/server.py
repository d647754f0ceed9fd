"""The HTTP server: reads requests, applies planted faults, records what was answered."""

import contextlib
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from .faults import Action, ConnectionCut, Faults
from .messages import Caller, HubError, Request, RequestRecord, Response
from .routes import answer
from .state import State

_VIEWER = "datasets-server.127.0.0.1"


class HubServer(ThreadingHTTPServer):
    """Answers on 127.0.0.1, on a free port, with a thread for each connection.

    The clients are told to use this server as their proxy too, so that a request for any
    other host comes here, is refused and is recorded, and never leaves the machine.
    """

    daemon_threads = False
    request_queue_size = 64

    def __init__(self, state: State, faults: Faults) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.state = state
        self.faults = faults
        self.records: list[RequestRecord] = []
        self.errors: list[BaseException] = []
        self.stopping = threading.Event()
        self._open: set[Any] = set()
        self._guard = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    @property
    def address(self) -> str:
        """The address the server answers at."""
        return f"http://127.0.0.1:{self.server_port}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Close every connection and wait for every thread."""
        self.stopping.set()
        self.shutdown()
        with self._guard:
            connections = list(self._open)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()
        self._thread.join()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, then serve it in a thread of its own."""
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection and forget it."""
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep an unexpected error for the test; a client that hangs up is not one."""
        error = sys.exc_info()[1]
        if error and not isinstance(error, ConnectionError):
            self.errors.append(error)

    def exchange(self, request: Request) -> Response:
        """Answer a request, through the fault planted for it if there is one."""
        action = self.faults.take(request.method, request.target) or Action()
        try:
            response = action.before and action.before(self.stopping)
            if response is None:
                response = answer(self.state, request)
                response = (action.after and action.after(self.stopping)) or response
        except ConnectionCut:
            self.record(request.method, request.target, 0, request.caller)
            raise
        except Exception as error:
            self.errors.append(error)
            response = HubError(500, f"The test server failed: {error!r}").response()
        self.record(request.method, request.target, response.status, request.caller)
        return response

    def record(self, method: str, target: str, status: int, caller: Caller) -> None:
        """Note an answer, before the client can see it."""
        with self._guard:
            authorized = caller is Caller.USER
            self.records.append(RequestRecord(method, target, status, authorized))


class _Handler(BaseHTTPRequestHandler):
    server: HubServer
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body leave in one piece
    disable_nagle_algorithm = True

    def _serve(self) -> None:
        body = self._body()
        address = urlsplit(self.path)
        if address.netloc and f"http://{address.netloc}" != self.server.address:
            # The dataset viewer has a host of its own, which this Hub does not have.
            self._refuse(404 if address.hostname == _VIEWER else 502)
            return
        request = Request(
            method=self.command,
            path=address.path,
            query=address.query,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
            caller=self.server.state.caller(self.headers.get("Authorization")),
        )
        try:
            self._send(self.server.exchange(request))
        except ConnectionCut:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _serve

    def do_CONNECT(self) -> None:
        self._refuse(502)

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def _refuse(self, status: int) -> None:
        self.server.record(self.command, self.path, status, Caller.ANONYMOUS)
        self.close_connection = True
        self._send(HubError(status, "No host but 127.0.0.1 can be reached").response())

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self._read(int(self.headers.get("Content-Length", 0)))
        chunks = []
        while size := int(self.rfile.readline().split(b";")[0] or b"0", 16):
            chunks.append(self._read(size))
            self.rfile.readline()
        if not self.rfile.readline():
            raise ConnectionError("the client hung up")
        return b"".join(chunks)

    def _read(self, size: int) -> bytes:
        data = self.rfile.read(size)
        if len(data) < size:
            # Half a request must have no effect.
            raise ConnectionError("the client hung up")
        return data

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)
