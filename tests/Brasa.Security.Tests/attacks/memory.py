"""More memory than granted, by every way that memory can be had."""
import ctypes
import errno
import mmap
import os
import time

from tools import libc


def hog_memory(world):
    held = bytearray(2 << 30)
    held[::4096] = b"x" * len(held[::4096])
    return "held 2 GiB"


def hog_memory_in_children(world):
    for _ in range(8):
        if os.fork() == 0:
            held = bytearray(128 << 20)
            held[::4096] = b"x" * len(held[::4096])
            time.sleep(30)
            os._exit(0)
    survivors = 0
    for _ in range(8):
        _, status = os.wait()
        survivors += os.WIFEXITED(status)
    return f"{survivors} children held 128 MiB each" if survivors > 4 else None


def hog_shared_memory(world):
    held = mmap.mmap(-1, 2 << 30)
    for at in range(0, len(held), 4096):
        held[at] = 1
    return "held 2 GiB"


def hog_memory_files(world):
    """A memfd is on no disk and in no process."""
    fd = os.memfd_create("x")
    written = 0
    while written < 2 << 30:
        written += os.write(fd, b"x" * (1 << 20))
    return "held 2 GiB"


def hog_system_v_memory(world):
    """It belongs to no process, and would outlive them all."""
    held = []
    for _ in range(32):
        key = libc.shmget(0, 64 << 20, 0o1600)
        if key < 0:
            break
        libc.shmat.restype = ctypes.c_void_p
        address = libc.shmat(key, None, 0)
        ctypes.memset(address, 1, 64 << 20)
        held.append(key)
    return f"held {len(held) * 64} MiB" if len(held) * 64 > 600 else None


def hog_the_page_cache(world):
    """Files read and written are cached at whose cost? The neighbour must not be pushed out, and the file ends at /tmp's size."""
    with open("/tmp/cached", "wb") as file:
        for _ in range(400):
            file.write(b"x" * (1 << 20))
    for _ in range(3):
        with open("/tmp/cached", "rb") as file:
            while file.read(1 << 20):
                pass
    used = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS"))
    os.remove("/tmp/cached")
    return f"{used} kB resident" if used > 100 << 10 else None


def hog_the_kernel_s_memory(world):
    """Pipes full of data, as many as there are descriptors."""
    held = 0
    try:
        while True:
            _, write = os.pipe()
            libc.fcntl(write, 1031, 1 << 20)
            os.set_blocking(write, False)
            try:
                while True:
                    held += os.write(write, b"x" * 65536)
            except BlockingIOError:
                pass
    except OSError:
        pass
    return f"held {held >> 20} MiB" if held > 512 << 20 else None


def lock_memory(world):
    """Locked memory counts as any other."""
    libc.mlockall(3)
    held = bytearray(1 << 30)
    return f"held {len(held)}"


def take_huge_pages(world):
    """They are the machine's reserve, and no limit of a control group holds for them."""
    def refused(what):
        try:
            what()
            return False
        except OSError as error:
            return error.errno == errno.ENOSYS

    attempts = (lambda: mmap.mmap(-1, 2 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40000), lambda: os.memfd_create("x", 4))
    return None if all(refused(attempt) for attempt in attempts) else "the kernel was asked for huge pages"
