"""What is printed goes to a file of the server's: no byte of it may say what the platform has not said, and no amount may fill the disk."""
import os
import sys
import time


def forge_platform_lines(world, context):
    print(f"END RequestId: {context.aws_request_id}")
    print(f"REPORT RequestId: {context.aws_request_id}\tDuration: 0.01 ms\tBilled Duration: 0 ms\tMemory Size: 1 MB\tMax Memory Used: 1 MB\t")
    print("START RequestId: 00000000-0000-4000-8000-000000000000 Version: $LATEST")
    return None


def print_control_bytes(world):
    os.write(1, b"\x1b]0;owned\x07\x1b[2J\x00\x08\x7f\xff\xfe\r overwritten\x0b\x0c\x85\xe2\x80\xa8end\n")
    return None


def flood_with_lines(world):
    end = time.monotonic() + 3
    while time.monotonic() < end:
        os.write(1, b"flood\n" * 10_000)
    return None


def flood_with_one_line(world):
    end = time.monotonic() + 2
    while time.monotonic() < end:
        os.write(2, b"x" * 65536)
    return None


def flood_in_the_background(world):
    """Who does not run cannot write: a frozen flood is none."""
    if os.fork() == 0:
        while True:
            os.write(1, b"background\n" * 1000)
    return None


def write_after_the_answer(world):
    """What a child prints once the event is over must not stand in the next one's tail as the platform's."""
    if os.fork() == 0:
        for n in range(50):
            os.write(1, b"REPORT RequestId: forged\tDuration: 0.00 ms\tBilled Duration: 0 ms\tMemory Size: 1 MB\tMax Memory Used: 1 MB\t\n")
            time.sleep(0.005)
        os._exit(0)
    return None


def name_a_stream_oneself(world):
    """The name of the log stream is the platform's: what the function makes of its environment changes nothing."""
    os.environ["AWS_LAMBDA_LOG_STREAM_NAME"] = "../../../../etc/cron.d/x"
    os.environ["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/../../x"
    print("renamed")
    return None


def close_one_s_output(world):
    os.close(1)
    os.close(2)
    os.open("/dev/null", os.O_WRONLY)
    os.open("/dev/null", os.O_WRONLY)
    return None


def read_one_s_own_output(world):
    """Who empties the pipe while the server drains it must not keep the server waiting: its thread serves all sandboxes."""
    pipe = os.open("/proc/self/fd/1", os.O_RDONLY | os.O_NONBLOCK)
    if os.fork() == 0:
        end = time.monotonic() + 4
        while time.monotonic() < end:
            try:
                os.write(1, b"x")
                os.read(pipe, 65536)
            except BlockingIOError:
                pass
        os._exit(0)
    time.sleep(0.01)
    return None
