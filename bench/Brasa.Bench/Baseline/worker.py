"""Takes events by GET /next and answers them, on one connection, posting an answer and asking for the next event in one write."""

import json
import socket
import sys

NEXT = b"GET /next HTTP/1.1\r\nHost: bench\r\n\r\n"
ANSWER = b"POST /response/%s HTTP/1.1\r\nHost: bench\r\nContent-Length: %d\r\n\r\n%s"

connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
received = b""


def read():
    """The next response's Id header and body."""
    global received
    while (end := received.find(b"\r\n\r\n")) < 0:
        receive()
    number, length = b"", 0
    for line in received[:end].split(b"\r\n")[1:]:
        name, _, value = line.partition(b": ")
        if name == b"Id":
            number = value
        elif name == b"Content-Length":
            length = int(value)
    start = end + 4
    while len(received) < start + length:
        receive()
    body = received[start : start + length]
    received = received[start + length :]
    return number, body


def receive():
    global received
    more = connection.recv(65536)
    if not more:
        sys.exit()
    received += more


connection.sendall(NEXT)
while True:
    number, event = read()
    answer = json.dumps(json.loads(event)).encode()
    connection.sendall(ANSWER % (number, len(answer), answer) + NEXT)
    read()  # that the answer was taken
