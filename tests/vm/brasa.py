"""A Brasa server on this machine, its Lambda API, and what it has on the machine."""
import base64
import glob
import io
import json
import os
import subprocess
import threading
import time
import urllib.error
import urllib.request
import zipfile

CGROUPS = "/sys/fs/cgroup"
PATIENCE = 120  # seconds; emulated processors are some twenty times slower

PRIVATE_MOUNTS = ["unshare", "--mount", "--propagation", "slave"]


class Server:
    """A server process, started as its launcher starts it."""

    def __init__(self, program, data, *options, within=(), private=PRIVATE_MOUNTS):
        command = [*within, *private, "dotnet", program, "up", "--data", data, "--port", "0", *options]
        started = time.monotonic()
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = []
        for line in self.process.stdout:
            said.append(line)
            if " is ready at " in line:
                self.address = line.split(" is ready at ")[1].strip()
                break
        else:
            raise RuntimeError("the server did not start: " + "".join(said))
        self.seconds_to_start = time.monotonic() - started
        threading.Thread(target=self.process.stdout.read, daemon=True).start()  # a full pipe would stop it

    def health(self):
        return json.load(urllib.request.urlopen(f"{self.address}/_brasa/health", timeout=PATIENCE))

    def terminate(self):
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def kill(self):
        self.process.kill()
        self.process.wait(PATIENCE)

    def create(self, name, code, memory=128):
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w") as archive:
            archive.writestr("app.py", code)
        runtime = next(found["identifier"] for found in self.health()["runtimes"] if found["identifier"].startswith("python"))
        self._call("", {
            "FunctionName": name, "Runtime": runtime, "Handler": "app.handler", "Role": "arn:aws:iam::000000000000:role/vm",
            "Code": {"ZipFile": base64.b64encode(package.getvalue()).decode()}, "Timeout": 300, "MemorySize": memory,
        })
        deadline = time.monotonic() + PATIENCE
        while json.loads(self._call(f"/{name}/configuration").read())["State"] != "Active":
            if time.monotonic() > deadline:
                raise RuntimeError(f"{name} never became active")
            time.sleep(0.1)

    def invoke(self, name, event=None):
        return Invocation(self._call(f"/{name}/invocations", event or {}))

    def _call(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}/2015-03-31/functions{path}", data, {"X-Amz-Log-Type": "Tail"})
        try:
            return urllib.request.urlopen(request, timeout=PATIENCE)
        except urllib.error.HTTPError as refusal:
            raise RuntimeError(f"{refusal.code} {refusal.read().decode()}") from None


class Invocation:
    """What an invocation answered: payload, function error, and the figures of its REPORT line."""

    def __init__(self, response):
        self.payload = json.loads(response.read())
        self.error = response.headers["X-Amz-Function-Error"]
        log = base64.b64decode(response.headers["X-Amz-Log-Result"]).decode()
        line = next(line for line in log.splitlines() if line.startswith("REPORT "))
        self.report = dict(part.split(": ", 1) for part in line.split("\t")[1:] if ": " in part)

    @property
    def memory(self):
        """Max Memory Used, in MB."""
        return int(self.report["Max Memory Used"].split()[0])


class Footprint:
    """What there is on the machine that a server could leave behind."""

    def __init__(self):
        self.processes = {f"process {pid} {_read(f'/proc/{pid}/cmdline')}" for pid in _user_processes()}
        self.cgroups = {f"cgroup {path}" for path in glob.glob(f"{CGROUPS}/**/brasa*/**/", recursive=True)}
        self.mounts = {f"mount {line.split()[4]}" for line in _read("/proc/self/mountinfo").splitlines()}
        self.loops = {f"loop device of {_read(file).strip()}" for file in glob.glob("/sys/block/loop*/loop/backing_file")}

    def all(self):
        return self.processes | self.cgroups | self.mounts | self.loops

    def left_since(self, before):
        """What is here now and was not before, once the kernel has had time to let go of it."""
        deadline = time.monotonic() + 10
        while (left := Footprint().all() - before.all()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return sorted(left)


def _user_processes():
    """All but the kernel's threads, whose command line is empty, and those that have ended."""
    return [pid for pid in os.listdir("/proc") if pid.isdigit() and _read(f"/proc/{pid}/cmdline")]


def _read(path):
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""  # it ended meanwhile
