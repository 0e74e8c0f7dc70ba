"""Writes to /tmp, and what it writes to the disk."""
import os
import time


def handler(event, context):
    end = time.monotonic() + 2
    while time.monotonic() < end:
        with open("/tmp/x", "wb") as file:
            for _ in range(64):
                file.write(b"x" * (1 << 20))
            os.fsync(file.fileno())
