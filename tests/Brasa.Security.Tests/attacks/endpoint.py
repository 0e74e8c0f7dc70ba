"""The server's AWS endpoint, seen from inside: a function is its execution role there, and nobody else."""
import json
import os
import socket
import urllib.error
import urllib.parse
import urllib.request

from tools import first

ENDPOINT = os.environ.get("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")


def ask(method, path, body=None, headers=None):
    request = urllib.request.Request(ENDPOINT + path, method=method, data=body, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=4) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def allowed(method, path, body=None, headers=None):
    status, text = ask(method, path, body, headers)
    return None if status >= 400 else f"{method} {path}: {text[:200]}"


def signed(account):
    return {"X-Amz-Date": "20260101T000000Z", "Authorization":
            f"AWS4-HMAC-SHA256 Credential={account}/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=" + "0" * 64}


def read_the_variables_of_another_function(world):
    return allowed("GET", f"/2015-03-31/functions/{world['sibling']}/configuration") or allowed("GET", f"/2015-03-31/functions/{world['sibling']}")


def read_the_variables_of_another_account(world):
    return allowed("GET", f"/2015-03-31/functions/{urllib.parse.quote(world['neighbour'], safe='')}", headers=signed(world["neighbour_account"]))


def list_functions(world):
    return allowed("GET", "/2015-03-31/functions") or allowed("GET", "/2015-03-31/functions", headers=signed(world["neighbour_account"]))


def invoke_a_function_of_another_account(world):
    path = f"/2015-03-31/functions/{urllib.parse.quote(world['neighbour'], safe='')}/invocations"
    return allowed("POST", path, b"{}") or allowed("POST", path, b"{}", signed(world["neighbour_account"]))


def delete_a_function(world):
    return allowed("DELETE", f"/2015-03-31/functions/{world['sibling']}") or allowed("DELETE", f"/2015-03-31/functions/{os.environ['AWS_LAMBDA_FUNCTION_NAME']}")


def change_a_function(world):
    body = json.dumps({"Timeout": 900, "MemorySize": 10240, "Role": "arn:aws:iam::111111111111:role/admin"}).encode()
    return allowed("PUT", f"/2015-03-31/functions/{os.environ['AWS_LAMBDA_FUNCTION_NAME']}/configuration", body)


def replace_a_function_s_code(world):
    return allowed("PUT", f"/2015-03-31/functions/{world['sibling']}/code", json.dumps({"ZipFile": "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="}).encode())


def create_a_function(world):
    return allowed("POST", "/2015-03-31/functions", json.dumps({
        "FunctionName": "planted", "Role": "arn:aws:iam::111111111111:role/r", "Runtime": "python3.11", "Handler": "x.y", "Code": {"ZipFile": "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="}}).encode())


def reach_the_server_s_own_pages(world):
    return first(allowed("GET", "/_brasa/" + page) for page in ("code/" + "0" * 64, "code/../health_", "environments", "health", "code/../environments"))


def pass_for_somebody_by_headers(world):
    """Headers that proxies set and that servers like to believe."""
    return allowed("GET", f"/2015-03-31/functions/{world['sibling']}", headers={
        "X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "Forwarded": "for=127.0.0.1", "X-Amz-Security-Token": "root", "X-Original-URL": "/", "X-Amz-Source-Account": world["neighbour_account"],
        "X-Amzn-Lambda-Role": "arn:aws:iam::111111111111:role/admin"})


def send_large_bodies_at_once(world):
    """Each of a size that only administrators may send: the test looks how much of them the server takes into its memory at once."""
    host, port = ENDPOINT.removeprefix("http://").split(":")
    held = []
    chunk = b" " * 65536
    for _ in range(40):
        connection = socket.create_connection((host, int(port)), 2)
        connection.sendall(b"POST /2015-03-31/functions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000000\r\n\r\n")
        connection.setblocking(False)
        held.append(connection)
    import time
    end = time.monotonic() + 2
    while time.monotonic() < end:
        for connection in held:
            try:
                connection.send(chunk)
            except (BlockingIOError, ConnectionError, OSError):
                pass
    return None


def leave_answers_unread(world):
    """Answers of 6 MB on as many connections as there may be: the test looks how much of them the server holds, and for how long."""
    import time
    host, port = ENDPOINT.removeprefix("http://").split(":")
    held = []
    for _ in range(60):
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(2)
        try:
            connection.connect((host, int(port)))
            connection.sendall(f"POST /2015-03-31/functions/{world['sibling']}/invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\n6000000".encode())
        except OSError:
            break
        held.append(connection)
    time.sleep(3)
    return None


def nest_json_deeply(world):
    status, _ = ask("POST", f"/2015-03-31/functions/{world['sibling']}/invocations", b"[" * 100_000 + b"]" * 100_000)
    return None if status in (200, 400) else f"{status}"


def invoke_oneself_without_end(world):
    """Recursion ends where concurrency does, and its time is the function's own."""
    if world.get("depth", 0) > 20:
        return None
    import threading
    body = json.dumps({"group": "endpoint", "attack": "invoke_oneself_without_end", "world": {**world, "depth": world.get("depth", 0) + 1}}).encode()
    thread = threading.Thread(target=lambda: ask("POST", f"/2015-03-31/functions/{os.environ['AWS_LAMBDA_FUNCTION_NAME']}/invocations", body), daemon=True)
    thread.start()
    thread.join(3)
    return None
