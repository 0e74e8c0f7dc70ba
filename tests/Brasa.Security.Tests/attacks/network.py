"""Reaching what lies beyond the sandbox. The server runs with no network for functions: only its own two sockets may answer."""
import errno
import os
import socket

from tools import first

OWN = (9001, 4566)


def reached(address, port, family=socket.AF_INET):
    """Any answer at all, a refusal by a host included, would mean that packets leave."""
    with socket.socket(family, socket.SOCK_STREAM) as connection:
        connection.settimeout(1)
        try:
            connection.connect((address, port))
            return f"connected to {address}:{port}"
        except OSError as error:
            if address.startswith("127.") or address in ("0.0.0.0", "::1") or error.errno in (errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EACCES, errno.EPERM):
                return None
            return f"{address}:{port} answered {error}"


def reach_the_host_s_loopback(world):
    return first(reached("127.0.0.1", port) for port in (world["port"], 22, 53, 80, 111, 443, 3306, 5432, 6379, 8080))


def reach_the_server_s_port(world):
    return first(reached(address, world["port"]) for address in ("127.0.0.1", "127.0.0.2", "127.1.1.1", "0.0.0.0"))


def reach_the_metadata_address(world):
    return find_a_route(world) or first(reached(address, 80) for address in ("169.254.169.254", "169.254.170.2"))


def find_a_route(world):
    """Without one no packet has anywhere to go."""
    return "".join(open("/proc/net/route").readlines()[1:]) or None


def reach_other_addresses(world):
    return find_a_route(world) or first(reached(address, 80) for address in ("192.0.2.1", "198.51.100.1", "203.0.113.1"))


def reach_the_neighbour(world):
    """The neighbour listens at this port, on all its addresses."""
    return first(reached(address, world["neighbour_port"]) for address in ("127.0.0.1", "127.0.0.2", "0.0.0.0"))


def reach_others_by_abstract_socket(world):
    """Names of abstract sockets belong to the network namespace."""
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect("\0" + world["neighbour_socket"])
            return "connected"
        except OSError:
            return None


def reach_sockets_of_the_host(world):
    for path in ("/run/docker.sock", "/var/run/docker.sock", "/run/systemd/private", "/run/dbus/system_bus_socket", "/run/containerd/containerd.sock", "/run/brasa"):
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.connect(path)
                return f"connected to {path}"
            except OSError:
                pass


def reach_by_version_6(world):
    return first(reached(address, world["port"], socket.AF_INET6) for address in ("::1", "2001:db8::1"))


def send_raw_packets(world):
    """ARP, ICMP and anything else that is made by hand."""
    for family, kind, protocol in ((17, 3, 0x0300), (17, 2, 0x0806), (2, 3, 1), (2, 3, 255), (10, 3, 58)):
        try:
            socket.socket(family, kind, protocol).close()
            return f"socket({family}, {kind}, {protocol})"
        except OSError:
            pass


def broadcast(world):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        for address in ("255.255.255.255", "224.0.0.1"):
            try:
                sender.sendto(b"x", (address, 9))
                return f"sent to {address}"
            except OSError:
                pass


def find_other_interfaces(world):
    odd = [name for _, name in socket.if_nameindex() if name != "lo"]
    return str(odd) if odd else None


def resolve_names(world):
    """Names are a way out, too: a question carries what one likes."""
    try:
        return str(socket.getaddrinfo("example.com", 80))
    except OSError:
        return None


def take_the_place_of_the_runtime_api(world):
    """A listener of one's own where the server listens would see what others post there."""
    for port in OWN:
        for address in ("127.0.0.1", "0.0.0.0"):
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                    listener.bind((address, port))
                    listener.listen()
                    return f"listens at {address}:{port}"
                except OSError:
                    pass
