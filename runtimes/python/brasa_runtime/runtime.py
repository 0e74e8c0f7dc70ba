"""Loads the function once, then serves one invocation after another."""

import os
import sys

from . import compiled, errors, handler, logs, payload
from .api import RuntimeApi
from .context import LambdaContext


def main():
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        if "BRASA_AWAIT_ASSIGNMENT" in os.environ:
            _await_assignment(api)
        logs.install()
        task_root = os.environ.get("LAMBDA_TASK_ROOT", "/var/task")
        _set_import_path(task_root)
        compiled.install(task_root)
        _serve(api, _load(api))
    except OSError:
        _leave()  # the connection ended, and with it the environment


def _await_assignment(api):
    """Booted before anybody knew for which function: what that is to be given comes later, and what takes long is done before."""
    import json  # noqa: F401, as most functions do

    from . import log_handler  # noqa: F401, and with it logging

    compile("def handler(event, context): return event", "<boot>", "exec")  # the compiler's first use takes milliseconds
    variables = payload.decode(api.assignment().body)
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(variables["LAMBDA_TASK_ROOT"])


def _load(api):
    try:
        return handler.load(os.environ.get("_HANDLER", ""))
    except Exception as error:
        report = errors.describe(error)
        logs.error(report)
        api.post_init_error(payload.encode(report), report["errorType"])
        _leave()


def _serve(api, function):
    request = api.next()
    while True:
        request_id = request.headers[b"lambda-runtime-aws-request-id"].decode("latin-1")
        outcome, error_type = _invoke(function, request_id, request)
        logs.flush()
        request = api.answer(request_id, outcome, error_type)


def _invoke(function, request_id, request):
    """Returns the outcome as JSON and, of a failure, its type. Only a wish to exit passes through."""
    logs.request_id = request_id
    _set_trace(request.headers.get(b"lambda-runtime-trace-id"))
    try:
        context = LambdaContext(request_id, request.headers)
        logs.tenant_id = context.tenant_id
        return _marshal(function(_unmarshal(request.body), context)), None
    except Exception as error:
        report = errors.describe(error, request_id)
        logs.error(report)
        return payload.encode(report), report["errorType"]


def _unmarshal(body):
    try:
        return payload.decode(body)
    except Exception as error:
        raise errors.Fault("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error) from None


def _marshal(result):
    try:
        return payload.encode(result)
    except Exception as error:
        raise errors.Fault("Runtime.MarshalError", "Unable to marshal response: %s" % error) from None


def _set_trace(header):
    if header:
        os.environ["_X_AMZN_TRACE_ID"] = header.decode("latin-1")
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)


def _set_import_path(task_root):
    """The function first, then its layers, then this runtime and the interpreter's own."""
    layers = "/opt/python"
    version = "python%d.%d" % sys.version_info[:2]
    sys.path[:0] = [task_root, "%s/lib/%s/site-packages" % (layers, version), layers]


def _leave():
    """Exits at once: threads the function left behind must not hold the process."""
    logs.flush()
    os._exit(1)
