"""Processes, threads and descriptors: one's own without end, and those of others."""
import os
import resource
import signal
import socket
import subprocess
import threading
import time

from tools import pids, until


def see_processes_of_others(world):
    """Everything seen must be one's own child, or oneself."""
    own = {os.getpid(), 1}
    strange = [pid for pid in pids() if pid not in own]
    return str(strange) if strange else None


def signal_processes_of_others(world):
    reached = []
    for pid in [world["server"], world["server"] + 1, *range(2, 3000)]:
        try:
            os.kill(pid, 0)
            reached.append(pid)
        except OSError:
            pass
    return str(reached) if reached else None


def signal_everybody(world):
    """To all processes, which are all that one sees: oneself excepted there are none."""
    try:
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        pass
    return None


def fork_without_end(world):
    children = []
    try:
        while len(children) < 5000:
            pid = os.fork()
            if pid == 0:
                time.sleep(60)
                os._exit(0)
            children.append(pid)
    except OSError:
        pass
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return f"{len(children)} processes" if len(children) > 1024 else None


def fork_bomb(world):
    """Every child forks again; nobody waits for anybody."""
    if os.fork() == 0:
        while True:
            try:
                os.fork()
            except OSError:
                pass
    time.sleep(1)
    return None


def start_threads_without_end(world):
    threading.stack_size(64 * 1024)
    stop = threading.Event()
    count = 0
    try:
        while count < 5000:
            threading.Thread(target=stop.wait, daemon=True).start()
            count += 1
    except RuntimeError:
        pass
    stop.set()
    return f"{count} threads" if count > 1024 else None


def open_descriptors_without_end(world):
    held = []
    try:
        while len(held) < 5000:
            held.append(os.open("/dev/null", os.O_RDONLY))
    except OSError:
        pass
    count = len(held)
    for fd in held:
        os.close(fd)
    return f"{count} descriptors" if count > 1024 else None


def raise_one_s_limits(world):
    for what, name in ((resource.RLIMIT_NOFILE, "files"), (resource.RLIMIT_CORE, "core"), (resource.RLIMIT_FSIZE, "file size")):
        try:
            resource.setrlimit(what, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            return f"raised the limit of {name}"
        except (ValueError, OSError):
            pass


def take_precedence(world):
    for change in (lambda: os.nice(-10), lambda: os.setpriority(os.PRIO_PROCESS, 0, -10), lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)), lambda: os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(50))):
        try:
            change()
            return "took precedence"
        except OSError:
            pass


def leave_a_daemon_behind(world):
    """It leaves session and parent, closes everything, and goes on after the answer; its mark is in its command line."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for fd in range(256):
                try:
                    os.close(fd)
                except OSError:
                    pass
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            os.execv("/usr/bin/python3", ["python3", "-c", f"import time\nwhile True: time.sleep(0.01) # {world['mark']}"])
        os._exit(0)
    os.wait()
    return None


def leave_zombies_behind(world):
    for _ in range(100):
        if os.fork() == 0:
            os._exit(0)
    return None


def stop_oneself(world):
    """A process that has stopped itself must not stop whoever waits for it."""
    pid = os.fork()
    if pid == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)
    until(lambda: "T" in open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1][:3], 2)
    return None


def dump_core(world):
    pid = os.fork()
    if pid == 0:
        os.chdir("/tmp")
        os.abort()
    _, status = os.waitpid(pid, 0)
    left = [name for name in os.listdir("/tmp") if "core" in name]
    return f"left {left}" if left or os.WCOREDUMP(status) else None
