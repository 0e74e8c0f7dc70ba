"""More processor than granted."""
import os
import threading
import time

from tools import until


def spin_after_the_answer(world):
    """A child and a thread that spin; the test looks how much they get once the answer is out."""
    if os.fork() == 0:
        while True:
            pass

    def spin():
        while True:
            pass

    threading.Thread(target=spin, daemon=True).start()
    return None


def spin_in_many_processes(world):
    """The quota is one for all of them: 512 MB is 0.29 of a processor."""
    before = time.monotonic()
    for _ in range(8):
        if os.fork() == 0:
            while time.monotonic() < before + 1:
                pass
            os._exit(0)
    for _ in range(8):
        os.wait()
    spent = sum(os.times()[2:4]) / (time.monotonic() - before)
    return f"{spent:.2f} processors" if spent > 0.45 else None


def pin_all_processors(world):
    """Asking for certain processors must not bring more of them."""
    before = time.monotonic()
    for processor in os.sched_getaffinity(0):
        if os.fork() == 0:
            os.sched_setaffinity(0, {processor})
            while time.monotonic() < before + 1:
                pass
            os._exit(0)
    for _ in os.sched_getaffinity(0):
        os.wait()
    spent = sum(os.times()[2:4]) / (time.monotonic() - before)
    return f"{spent:.2f} processors" if spent > 0.45 else None


def wake_up_without_end(world):
    """Timers and wake-ups by the thousand, for as long as there is time."""
    end = time.monotonic() + 1

    def wake():
        while time.monotonic() < end:
            time.sleep(0.000001)

    threads = [threading.Thread(target=wake) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return None
