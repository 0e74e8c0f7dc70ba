"""Forks as fast as it can, and past its limit."""
import os
import time


def handler(event, context):
    end = time.monotonic() + 2
    while time.monotonic() < end:
        try:
            if os.fork() == 0:
                time.sleep(0.05)
                os._exit(0)
        except OSError:
            pass
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            pass
