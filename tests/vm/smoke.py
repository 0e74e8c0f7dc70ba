"""What a machine with cgroup v2 alone must show. Prints one line for each check: ok or FAIL, what, and the figure seen, between tabs."""
import argparse
import glob
import json
import os
import re
import subprocess
import sys
import time
import traceback

from brasa import CGROUPS, PRIVATE_MOUNTS, Footprint, Server

# An event names what to do, and how much of it.
CODE = """
import threading, time

count = 0

def megabytes(amount):
    kept = bytearray(amount << 20)
    kept[::4096] = b"x" * len(kept[::4096])
    return len(kept) >> 20

def threads(most):
    end, started = threading.Event(), []
    try:
        for _ in range(most):
            thread = threading.Thread(target=end.wait)
            thread.start()
            started.append(thread)
    except RuntimeError:
        pass
    end.set()
    for thread in started: thread.join()
    return len(started)

def spin(seconds):
    wall, cpu = time.monotonic(), time.process_time()
    while time.monotonic() < wall + seconds: pass
    return (time.process_time() - cpu) / (time.monotonic() - wall)

def tick():
    global count
    while True:
        time.sleep(0.01)
        count += 1

def count_in_background(_):
    if threading.active_count() == 1: threading.Thread(target=tick, daemon=True).start()
    return count

def handler(event, context):
    return globals()[event["do"]](event.get("amount"))
"""

# Works while it is loaded: until then there is no CPU limit.
FILE_CODE = """
import os
block = b"x" * (4 << 20)
with open("/tmp/large", "wb", buffering=0) as large:
    for _ in range(40): large.write(block)

def handler(event, context):
    return os.path.getsize("/tmp/large") >> 20
"""

failed = 0


def check(what, passed, figure):
    global failed
    failed += not passed
    figure = re.sub(r"\s+|\|", " ", str(figure))  # it becomes a cell of a table
    print("ok" if passed else "FAIL", what, figure, sep="\t", flush=True)


def machine():
    with open(f"{CGROUPS}/cgroup.controllers") as file:
        controllers = file.read().split()
    mounted = [line.split(" - ")[1].split()[0] for line in open("/proc/self/mountinfo") if " - cgroup" in line]
    check("the kernel offers cgroup v2 alone", set(mounted) == {"cgroup2"} and {"cpu", "memory", "pids"} <= set(controllers), " ".join(controllers))


def inspect(program):
    said = subprocess.run([*PRIVATE_MOUNTS, "dotnet", program, "inspect"], capture_output=True, text=True, check=True).stdout
    host = json.loads(said)["host"]
    check(
        "`brasa inspect` says v2 and that nothing is missing", host["cgroup"] == "v2" and host["canIsolate"] and not host["problems"],
        f"{host['cgroup']}, {host['ociRuntimeVersion']}")


def start(program, data, *options, how="", **process):
    server = Server(program, data, *options, **process)
    health = server.health()
    check(
        f"a server starts with isolation on{how}",
        (health["isolation"], health["cgroup"]) == ("sandbox", "v2"),
        f"{health['isolation']}, cgroup {health['cgroup']}, after {server.seconds_to_start:.0f} s")
    return server


def invocations(server):
    cold = server.invoke("small", {"do": "megabytes", "amount": 1})
    warm = server.invoke("small", {"do": "megabytes", "amount": 1})
    check("cold invoke", cold.payload == 1 and "Init Duration" in cold.report, f"{cold.report['Init Duration']} init, {cold.report['Duration']}")
    check("warm invoke", warm.payload == 1 and "Init Duration" not in warm.report, warm.report["Duration"])
    check("Max Memory Used of a small function", 5 <= warm.memory <= 40, f"{warm.memory} MB")
    large = server.invoke("small", {"do": "megabytes", "amount": 60})
    check("Max Memory Used after 60 MB more", 60 <= large.memory - warm.memory + 5 <= 75, f"{large.memory} MB")


def kernel_limits(groups=f"{CGROUPS}/brasa/*/*", by=""):
    def read(group, name):
        file = f"{group}/{name}"
        return open(file).read().strip() if os.path.exists(file) else "none"

    # What is kept ready has no limit of a function yet; the environment of the function has.
    group = next((group for group in glob.glob(groups) if not read(group, "cpu.max").startswith(("max", "none"))), "")
    figures = {name: read(group, name) for name in ("memory.max", "memory.swap.max", "pids.max", "cpu.max")}
    expected = {"memory.max": "134217728", "memory.swap.max": "0", "pids.max": "1024", "cpu.max": "1447 20000"}
    if not glob.glob(f"{groups}/memory.swap.max"):  # a kernel without swap accounting
        expected["memory.swap.max"] = "none"
    check(f"limits of 128 MB as the kernel shows them{by}", figures == expected, ", ".join(f"{name} {value}" for name, value in figures.items()))


def memory_limit(server, by=""):
    greedy = server.invoke("small", {"do": "megabytes", "amount": 300})
    said = greedy.payload if isinstance(greedy.payload, dict) else {}
    check(
        f"more than its memory ends a function{by}",
        greedy.error == "Unhandled" and said.get("errorType") == "Runtime.ExitError" and "signal: killed" in said.get("errorMessage", "")
        and greedy.report.get("Error Type") == "Runtime.OutOfMemory" and greedy.memory == 128,
        f"{said.get('errorType')}, {greedy.report.get('Error Type')}, {greedy.memory} MB")
    after = server.invoke("small", {"do": "megabytes", "amount": 1})
    # Started again in its own time, or, where that was still ending, in a new environment.
    check(f"the next invoke is answered{by}", after.payload == 1, f"{after.report['Duration']}, init {after.report.get('Init Duration', 'in that time')}")


def tmp_is_not_memory(server):
    server.create("file", FILE_CODE)
    written = server.invoke("file")
    check("160 MB written to /tmp leave 128 MB of memory alone", written.payload == 160, f"{written.memory} MB used")


def processes(server):
    started = server.invoke("large", {"do": "threads", "amount": 1500}).payload
    check("processes and threads end at 1,024", isinstance(started, int) and 900 <= started < 1024, f"{started} threads")


def cpu(server):
    for name, memory, seconds, least, most in (("small", 128, 5, 0.05, 0.09), ("large", 1769, 2, 0.9, 1.1)):
        share = server.invoke(name, {"do": "spin", "amount": seconds}).payload
        check(f"CPU of {memory:,} MB is {memory / 1769:.3f} of a processor", least <= share <= most, f"{share:.3f}")


def freezing(server, by=""):
    before = server.invoke("small", {"do": "count_in_background"}).payload
    time.sleep(2)
    steps = server.invoke("small", {"do": "count_in_background"}).payload - before
    check(f"an idle environment is frozen{by}", steps <= 20, f"{steps} steps in 2 s in the background; 200 if it ran")


def leaves_nothing(what, before, server):
    code = server.terminate()
    left = Footprint().left_since(before)
    check(f"{what} leaves no process, cgroup, mount or loop device", code == 0 and not left, "; ".join(left) or "nothing left")


def killed_and_reclaimed(program, data, before, server):
    busy = Footprint().all() - before.all()
    server.kill()
    time.sleep(0.5)
    outlived = {item for item in Footprint().all() & busy if item.startswith(("process", "cgroup"))}
    second = start(program, data, "--oci-runtime", "runc", how=" (runc)")
    left = sorted(outlived & Footprint().all() - {item for item in outlived if re.fullmatch(f"cgroup {CGROUPS}/brasa/([0-9a-f]+/)?", item)})
    check("the next start reclaims what kill -9 left", bool(outlived) and not left, "; ".join(left) or f"{len(outlived)} processes and cgroups")
    return second


def in_a_container(program, data, before):
    """A control group of its own, seen as the root, that holds processes: what a container engine gives."""
    group = f"{CGROUPS}/container"
    os.mkdir(group)
    enter = f"echo $$ >{group}/cgroup.procs && exec unshare --cgroup --mount \"$@\""
    mount = "umount /sys/fs/cgroup && mount -t cgroup2 cgroup2 /sys/fs/cgroup && exec \"$@\""
    server = start(program, data, how=" (in a container's control group)", within=["sh", "-c", enter, "sh", "sh", "-c", mount, "sh"])
    answer = server.invoke("small", {"do": "megabytes", "amount": 1})
    groups = glob.glob(f"{group}/brasa/*/*/")
    check("in a container's own control group functions run below it", answer.payload == 1 and bool(groups), f"{len(groups)} groups in {group}/brasa")
    code = server.terminate()
    for leaf in (f"{group}/brasa-host", group):
        os.rmdir(leaf)
    left = Footprint().left_since(before)
    check("and a server there leaves nothing", code == 0 and not left, "; ".join(left) or "nothing left")


def without_root(program, data, before):
    """A control group handed over to an ordinary user, as systemd does with Delegate=yes."""
    group, user = f"{CGROUPS}/user", 1000
    os.mkdir(group)
    os.mkdir(data)
    for path in (data, group, f"{group}/cgroup.procs", f"{group}/cgroup.subtree_control"):
        os.chown(path, user, user)
    enter = f"echo $$ >{group}/cgroup.procs && exec setpriv --reuid {user} --regid {user} --clear-groups \"$@\""
    by = " (without root)"
    server = start(program, data, how=by, within=["sh", "-c", enter, "sh"], private=[*PRIVATE_MOUNTS, "--user", "--map-root-user"])
    check("a server without root says so", server.health()["rootless"], "rootless")
    server.create("small", CODE)
    server.invoke("small", {"do": "megabytes", "amount": 1})
    kernel_limits(f"{group}/brasa/*/*", by)
    memory_limit(server, by)
    share = server.invoke("small", {"do": "spin", "amount": 5}).payload
    check(f"CPU of 128 MB is {128 / 1769:.3f} of a processor{by}", 0.05 <= share <= 0.09, f"{share:.3f}")
    freezing(server, by)
    code = server.terminate()
    for leaf in (f"{group}/brasa-host", group):
        os.rmdir(leaf)
    left = Footprint().left_since(before)
    check(f"and leaves nothing{by}", code == 0 and not left, "; ".join(left) or "nothing left")


def sandbox_tests(program):
    # Those of the network have nothing to do with control groups, and make machines of their own, which an emulated one takes too long over; thirty
    # starts at once take it longer than a start may take.
    command = [*PRIVATE_MOUNTS, "dotnet", program, "-noColor", "-diagnostics", "-longRunning", "60",
               "-namespace-", "Brasa.Sandbox.Tests.Network", "-method-", "*.Thirty_sandboxes_start_at_once"]
    run = subprocess.Popen(["timeout", "--kill-after", "5", "900", *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    total = None
    for line in run.stdout:
        print(line, end="", file=sys.stderr)  # to the console
        total = re.search(r"Total: (\d+), Errors: (\d+), Failed: (\d+), Skipped: (\d+), Not Run: (\d+)", line) or total
    check("Brasa.Sandbox.Tests but for the network's", run.wait() == 0 and total is not None, total[0] if total else "no result")


def run(server_program, tests_program, data):
    machine()
    inspect(server_program)
    before = Footprint()
    server = start(server_program, data)
    server.create("small", CODE)
    server.create("large", CODE, 1769)
    invocations(server)
    kernel_limits()
    memory_limit(server)
    tmp_is_not_memory(server)
    processes(server)
    cpu(server)
    freezing(server)
    server = killed_and_reclaimed(server_program, data, before, server)
    memory_limit(server, " (runc)")
    leaves_nothing("SIGTERM", before, server)
    in_a_container(server_program, data, before)
    without_root(server_program, f"{data}-of-user", before)
    if tests_program:
        sandbox_tests(tests_program)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--server", required=True)
    options.add_argument("--tests")
    options.add_argument("--data", required=True)
    given = options.parse_args()
    try:
        run(given.server, given.tests, given.data)
    except Exception as error:
        traceback.print_exc()
        check("the run comes to its end", False, repr(error))
    print("end", os.uname().release, f"{failed} failed", f"{time.monotonic():.0f} s", sep="\t", flush=True)


if __name__ == "__main__":
    main()
