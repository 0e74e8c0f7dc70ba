# What sandboxes may reach or not: plays every other machine, in a network of its own. Listens everywhere, on all addresses given to it.
import socket, struct, threading

RECORDS = {b"public.test": "203.0.113.10", b"private.test": "10.99.0.10", b"liar.test": "203.0.113.10", b"long.test": "203.0.113.10"}


receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.bind(("0.0.0.0", 53))
streams = socket.create_server(("0.0.0.0", 53), backlog=100)
listeners = [socket.create_server(("0.0.0.0", port), backlog=100) for port in (80, 443)]


def serve_tcp(listener):
    while True:
        connection, peer = listener.accept()
        with connection:
            connection.sendall(f"{connection.getsockname()[0]} saw {peer[0]}".encode())


def name_of(query):
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1 : at + 1 + query[at]])
        at += 1 + query[at]
    return b".".join(labels), at + 5


def answer(query, is_datagram):
    name, end = name_of(query)
    kind = struct.unpack("!H", query[end - 4 : end - 2])[0]
    ident, question = query[:2], query[12:end]
    if name == b"long.test" and is_datagram:
        return [ident + b"\x83\x80\0\1\0\0\0\0\0\0" + question]
    address = RECORDS.get(name)
    if name == b"silent.test":
        return []
    if address is None or kind != 1:
        return [ident + (b"\x81\x80" if address else b"\x81\x83") + b"\0\1\0\0\0\0\0\0" + question]
    record = b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4" + socket.inet_aton(address)
    count = 100 if name == b"long.test" else 1
    true = ident + b"\x81\x80\0\1" + struct.pack("!H", count) + b"\0\0\0\0" + question + record * count
    if name != b"liar.test":
        return [true]
    forged = record[:-4] + socket.inet_aton("10.99.0.10")
    lie = b"\x81\x80\0\1\0\1\0\0\0\0"
    other = bytes([ident[0] ^ 1, ident[1]])
    return [
        b"", b"\0", ident + lie[:-1], ident, other + lie + question + forged, ident + b"\x01\x00" + lie[2:] + question + forged,
        ident + lie + question.replace(b"liar", b"lies") + forged, ident + b"\x81\x80\0\0" + lie[4:] + forged, true,
    ]


def serve_datagrams():
    while True:
        query, peer = receiver.recvfrom(4096)
        print("query", query.hex(), flush=True)
        for message in answer(query, True):
            receiver.sendto(message, peer)


def serve_streams():
    while True:
        connection, _ = streams.accept()
        with connection:
            length = struct.unpack("!H", connection.recv(2))[0]
            for message in answer(connection.recv(length), False):
                connection.sendall(struct.pack("!H", len(message)) + message)


for work in (serve_datagrams, serve_streams):
    threading.Thread(target=work).start()
for listener in listeners:
    threading.Thread(target=serve_tcp, args=(listener,)).start()
