"""The Lambda Runtime API (2018-06-01) over one HTTP/1.1 connection that lives as long as the process."""

# The C module alone: `socket` costs ten times as much to import.
import _socket

_API = b"/2018-06-01/runtime/"
_RECEIVE_SIZE = 65_536


class Response:
    """One HTTP response; header names are lower case, names and values bytes."""

    __slots__ = ("status", "headers", "body")

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body


class RuntimeApi:
    """Never reconnects: the end of the connection is the end of the environment, and raises OSError."""

    def __init__(self, endpoint):
        host, _, port = endpoint.rpartition(":")
        family = _socket.AF_INET6 if host.startswith("[") else _socket.AF_INET
        connection = _socket.socket(family, _socket.SOCK_STREAM)
        connection.connect((host.strip("[]"), int(port)))
        connection.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
        self._connection = connection
        self._host = b"\r\nHost: " + endpoint.encode("ascii")
        self._next = b"GET " + _API + b"invocation/next HTTP/1.1" + self._host + b"\r\n\r\n"
        self._received = bytearray()

    def assignment(self):
        """Waits to be told which function this is; Brasa's own, before anything else is asked for."""
        self._connection.sendall(b"GET /brasa/assignment HTTP/1.1" + self._host + b"\r\n\r\n")
        return self._read_success("the assignment")

    def next(self):
        """Waits for the first invocation."""
        self._connection.sendall(self._next)
        return self._read_invocation()

    def answer(self, request_id, body, error_type=None):
        """Posts an outcome and asks for the next invocation in the same write; returns that invocation."""
        path = b"invocation/" + request_id.encode("latin-1") + (b"/error" if error_type else b"/response")
        self._connection.sendall(self._post(path, body, error_type) + self._next)
        # Whatever the server thought of the outcome (413: too large), it has told the caller; the loop goes on.
        self._read()
        return self._read_invocation()

    def post_init_error(self, body, error_type):
        self._connection.sendall(self._post(b"init/error", body, error_type))
        self._read()

    def _post(self, path, body, error_type):
        error = b""
        if error_type:
            error = b"\r\nLambda-Runtime-Function-Error-Type: " + _header_value(error_type)
        head = b"\r\nContent-Type: application/json\r\nContent-Length: %d" % len(body)
        return b"".join((b"POST ", _API, path, b" HTTP/1.1", self._host, head, error, b"\r\n\r\n", body))

    def _read_invocation(self):
        return self._read_success("/next")

    def _read_success(self, asked):
        response = self._read()
        if response.status != 200:
            raise OSError("the Runtime API answered %d to %s" % (response.status, asked))
        return response

    def _read(self):
        status_line, *lines = self._until(b"\r\n\r\n").split(b"\r\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(b":")
            headers[name.lower()] = value.strip()
        if headers.get(b"transfer-encoding", b"").lower() == b"chunked":
            body = self._chunks()
        else:
            body = self._exactly(int(headers.get(b"content-length", 0)))
        return Response(int(status_line.split(b" ", 2)[1]), headers, body)

    def _chunks(self):
        body = bytearray()
        while True:
            size = int(self._until(b"\r\n").partition(b";")[0], 16)
            if size == 0:
                while self._until(b"\r\n"):
                    pass  # a trailer
                return bytes(body)
            body += self._exactly(size)
            self._until(b"\r\n")

    def _until(self, mark):
        received = self._received
        while (end := received.find(mark)) < 0:
            more = self._connection.recv(_RECEIVE_SIZE)
            if not more:
                raise ConnectionResetError("the Runtime API closed the connection")
            received += more
        found = bytes(received[:end])
        del received[: end + len(mark)]
        return found

    def _exactly(self, size):
        received = self._received
        body = bytes(received[:size])
        del received[:size]
        if len(body) == size:
            return body
        whole = bytearray(size)
        whole[: len(body)] = body
        rest = memoryview(whole)[len(body) :]
        while rest:
            count = self._connection.recv_into(rest)
            if not count:
                raise ConnectionResetError("the Runtime API closed the connection")
            rest = rest[count:]
        return bytes(whole)


def _header_value(text):
    return "".join(c if " " <= c <= "~" else "?" for c in text).encode("ascii")
