"""The Runtime API, spoken to by hand: it is the one thing of the server that hostile code talks to directly."""
import http.client
import os
import socket
import threading
import time

API = os.environ.get("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001")
PREFIX = "/2018-06-01/runtime/"


def ask(method, path, body=None, headers=None, timeout=3):
    connection = http.client.HTTPConnection(API, timeout=timeout)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    return answer.status, answer.read()


def raw(data, timeout=3, wait=True):
    """Sends bytes as they are, and gives what comes back until the other side is done."""
    host, port = API.split(":")
    with socket.create_connection((host, int(port)), timeout) as connection:
        try:
            connection.sendall(data)
            got = b""
            while wait and (more := connection.recv(65536)):
                got += more
            return got
        except OSError as error:
            return f"{got if wait else ''} {error}".encode()


def statuses(answer):
    """The status of every answer in what came back."""
    return [int(line.split()[1]) for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]


def answer_a_forged_event(world, context):
    for request_id in ("00000000-0000-4000-8000-000000000000", world["neighbour_event"], "..", "%2e%2e", context.aws_request_id[:-1], context.aws_request_id + "x", "*", ""):
        status, _ = ask("POST", f"{PREFIX}invocation/{request_id}/response", b'"forged"')
        if status < 400:
            return f"{request_id!r} was accepted"


def fail_a_forged_event(world, context):
    for request_id in ("00000000-0000-4000-8000-000000000000", world["neighbour_event"], "..", "%00"):
        status, _ = ask("POST", f"{PREFIX}invocation/{request_id}/error", b"{}", {"Lambda-Runtime-Function-Error-Type": "Forged"})
        if status < 400:
            return f"{request_id!r} was accepted"


def take_a_second_event(world):
    """The runtime has an event: it gets no other before it has answered."""
    status, body = ask("GET", PREFIX + "invocation/next")
    return None if status == 403 else f"{status} {body}"


def take_events_many_times_at_once(world):
    got = []

    def take():
        try:
            got.append(ask("GET", PREFIX + "invocation/next")[0])
        except OSError:
            pass

    threads = [threading.Thread(target=take) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return None if set(got) <= {403} else str(got)


def fail_the_start_afterwards(world):
    status, _ = ask("POST", PREFIX + "init/error", b"{}", {"Lambda-Runtime-Function-Error-Type": "Runtime.Late"})
    return None if status == 403 else f"{status}"


def answer_twice(world, context):
    """The second answer must be refused; the runtime's own, which follows, then is as well."""
    first, _ = ask("POST", f"{PREFIX}invocation/{context.aws_request_id}/response", b"null")
    second, _ = ask("POST", f"{PREFIX}invocation/{context.aws_request_id}/response", b'"twice"')
    return None if (first, second) == (202, 400) else f"{first} {second}"


def answer_after_the_timeout(world, context):
    """A child keeps trying while the event, and the time for it, pass."""
    if os.fork() == 0:
        time.sleep(6.3)
        ask("POST", f"{PREFIX}invocation/{context.aws_request_id}/response", b'"late"')
        os._exit(0)
    time.sleep(60)


def send_a_body_that_is_too_large(world, context):
    status, _ = ask("POST", f"{PREFIX}invocation/{context.aws_request_id}/response", b'"' + b"x" * (7 << 20) + b'"')
    return None if status == 413 else f"{status}"


def send_a_body_that_never_ends(world, context):
    """Chunk after chunk, with no end; the server stops reading at its limit."""
    host, port = API.split(":")
    sent = 0
    with socket.create_connection((host, int(port)), 3) as connection:
        connection.sendall(f"POST {PREFIX}invocation/{context.aws_request_id}/response HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        try:
            while sent < 1 << 30:
                connection.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
                sent += 0x10000
        except OSError:
            pass
    return f"{sent >> 20} MiB were taken" if sent > 64 << 20 else None


def claim_a_length_that_does_not_come(world, context):
    """Memory must be taken for what comes, not for what is said to come."""
    host, port = API.split(":")
    held = []
    for _ in range(60):
        connection = socket.create_connection((host, int(port)), 3)
        connection.sendall(f"POST {PREFIX}invocation/{context.aws_request_id}/response HTTP/1.1\r\nHost: x\r\nContent-Length: 6000000\r\n\r\nx".encode())
        held.append(connection)
    time.sleep(1)
    return None


def claim_an_absurd_length(world, context):
    for length in ("99999999999999999999", "-1", "0x10", "1e3", "9223372036854775807", "+5", "5, 5"):
        answer = raw(f"POST {PREFIX}invocation/{context.aws_request_id}/response HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\nhello".encode())
        if any(status < 400 for status in statuses(answer)):
            return f"{length}: {answer[:100]}"


def open_connections_without_end(world):
    """As many as there are descriptors, each of which says nothing."""
    host, port = API.split(":")
    held = []
    try:
        for _ in range(1000):
            held.append(socket.create_connection((host, int(port)), 1))
    except OSError:
        pass
    time.sleep(0.5)
    alive = 0
    for connection in held:
        connection.setblocking(False)
        try:
            alive += connection.recv(1) != b""
        except BlockingIOError:
            alive += 1
        except OSError:
            pass
    return f"{alive} connections are held open" if alive > 128 else None


def send_headers_drop_by_drop(world):
    """Slow-loris: the server waits for headers for a limited time, and others do not wait with it."""
    host, port = API.split(":")
    held = []
    for _ in range(50):
        connection = socket.create_connection((host, int(port)), 3)
        connection.sendall(b"GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\nX-")
        held.append(connection)
    for _ in range(20):
        for connection in held:
            try:
                connection.sendall(b"x")
            except OSError:
                pass
        time.sleep(0.1)
    return None


def smuggle_a_request_by_two_lengths(world, context):
    inner = f"POST {PREFIX}init/error HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{{}}"
    got = []
    for headers in (
            f"Content-Length: {len(inner)}\r\nTransfer-Encoding: chunked", "Content-Length: 0\r\nContent-Length: 5", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
            "Transfer-Encoding: xchunked", "Transfer-Encoding : chunked", "Transfer-Encoding:\tchunked\r\nContent-Length: 4", "Content-Length: 4\r\n Transfer-Encoding: chunked"):
        answer = raw(f"POST {PREFIX}invocation/forged/response HTTP/1.1\r\nHost: x\r\n{headers}\r\n\r\n0\r\n\r\n{inner}".encode(), timeout=1)
        got.append((headers, statuses(answer)))
    return next((str(pair) for pair in got if any(status < 400 for status in pair[1])), None)


def smuggle_by_broken_lines(world):
    for request in (
            b"GET /2018-06-01/runtime/invocation/next HTTP/1.1\nHost: x\n\n", b"GET\t/x\tHTTP/1.1\r\n\r\n", b"GET /x HTTP/9.9\r\n\r\n", b"\x00\x01\x02\r\n\r\n",
            b"GET http://169.254.169.254/latest HTTP/1.1\r\nHost: x\r\n\r\n", b"CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            b"GET /x HTTP/1.1\r\nHost: x\r\nX\x00Y: 1\r\n\r\n", b"GET /x HTTP/1.1\r\nHost: x\r\nA: 1\rB: 2\r\n\r\n"):
        answer = raw(request, timeout=1)
        if any(status < 400 for status in statuses(answer)):
            return f"{request!r}: {answer[:100]!r}"


def send_enormous_headers(world):
    answer = raw(b"GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 8000) for n in range(100)) + b"\r\n")
    return None if all(status >= 400 for status in statuses(answer)) else f"{answer[:100]!r}"


def send_an_enormous_target(world):
    answer = raw(b"GET /" + b"x" * (1 << 20) + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    return None if all(status >= 400 for status in statuses(answer)) else f"{answer[:100]!r}"


def climb_in_the_path(world):
    for path in ("/", "/_brasa/health", PREFIX + "../../../_brasa/health", PREFIX + "%2e%2e/%2e%2e/_brasa/health", "//2015-03-31/functions", "/2015-03-31/functions/", "/2020-01-01/extension/register"):
        status, body = ask("GET", path)
        if status < 400:
            return f"{path}: {body}"


def switch_to_another_protocol(world):
    for upgrade in ("websocket", "h2c"):
        answer = raw(f"GET {PREFIX}invocation/next HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: {upgrade}\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n".encode(), timeout=1)
        if 101 in statuses(answer):
            return upgrade


def forge_the_error_s_type(world, context):
    """It stands in the REPORT line: no byte of it may end that line or add a field."""
    ask("POST", f"{PREFIX}invocation/{context.aws_request_id}/error", b'{"errorMessage": "x", "errorType": "x"}',
        {"Lambda-Runtime-Function-Error-Type": "Forged\tBilled Duration: 0 ms"})
    return None


def pipeline_without_reading(world):
    """Answers that nobody reads must not fill the server's memory."""
    host, port = API.split(":")
    request = b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"
    sent = 0
    with socket.create_connection((host, int(port)), 1) as connection:
        connection.setblocking(False)
        end = time.monotonic() + 2
        while time.monotonic() < end:
            try:
                sent += connection.send(request * 1000)
            except BlockingIOError:
                time.sleep(0.01)
            except OSError:
                break
    return f"{sent >> 20} MiB of requests were taken" if sent > 64 << 20 else None


def work_on_after_one_s_own_answer(world, context):
    """The handler answers by hand and goes on: its time is not over, and neither is its bill."""
    ask("POST", f"{PREFIX}invocation/{context.aws_request_id}/response", b"null")
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        pass
