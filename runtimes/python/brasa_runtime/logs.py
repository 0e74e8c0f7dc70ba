"""What the function prints and logs: whole lines on standard output."""

import os
import sys

from . import payload

# AWS: "Configuring JSON and plain text log formats".
JSON_FORMAT = False

# The invocation being served; read by every log record.
request_id = None
tenant_id = None

_stdout = None


def install():
    global JSON_FORMAT, _stdout
    JSON_FORMAT = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"
    _stdout = sys.stdout
    if _stdout is not None:
        # One write per line, and characters no encoding has are escaped, never raised.
        _stdout.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    if "logging" in sys.modules:
        _attach()
    else:
        sys.meta_path.insert(0, _LoggingFinder())


def write(record):
    try:
        _stdout.write(record + "\n")
        _stdout.flush()
    except (AttributeError, OSError, ValueError):
        pass  # the function closed its standard output


def flush():
    for stream in (sys.stdout, _stdout):
        try:
            stream.flush()
        except Exception:
            pass  # closed or replaced by the function


def error(report):
    if JSON_FORMAT:
        from time import gmtime, strftime

        record = {"timestamp": strftime("%Y-%m-%dT%H:%M:%SZ", gmtime()), "log_level": "ERROR", **report}
        write(payload.encode(record).decode())
    else:
        head = "[ERROR] %s: %s" % (report["errorType"], report["errorMessage"])
        trace = "".join(report["stackTrace"]).rstrip("\n")
        write("%s\nTraceback (most recent call last):\n%s" % (head, trace))


def _attach():
    from . import log_handler

    log_handler.attach()


class _LoggingFinder:
    """Sets the root logger up when the function first imports logging: functions that never do save its import.

    It is the standard library's logging that is found, whatever the function's folder holds, as on Lambda.
    """

    def find_spec(self, name, path=None, target=None):
        if name != "logging" or self not in sys.meta_path:
            return None
        sys.meta_path.remove(self)
        from importlib.machinery import PathFinder

        spec = PathFinder.find_spec(name, [os.path.dirname(os.__file__)])
        if spec is None:
            return None
        loader = spec.loader
        execute = loader.exec_module

        def execute_and_attach(module):
            del loader.exec_module
            execute(module)
            _attach()

        loader.exec_module = execute_and_attach
        return spec
