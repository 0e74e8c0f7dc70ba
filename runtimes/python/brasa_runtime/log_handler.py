"""The root logger's handler (AWS: "Log and monitor Python Lambda functions"). Imported with logging, not before."""

import logging
import os
import time

from . import logs, payload

_OWN_ATTRIBUTES = frozenset(vars(logging.makeLogRecord({}))) | {"aws_request_id", "tenant_id", "message", "asctime"}
_LEVELS = {"TRACE": logging.NOTSET, "FATAL": logging.CRITICAL}


def attach():
    handler = _StandardOutput()
    handler.addFilter(_add_invocation)
    root = logging.getLogger()
    root.addHandler(handler)
    if logs.JSON_FORMAT:
        handler.setFormatter(_JsonFormatter())
        level = os.environ.get("AWS_LAMBDA_LOG_LEVEL")
        if level:
            root.setLevel(_LEVELS.get(level, level))
    else:
        text = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
        formatter = logging.Formatter(text, "%Y-%m-%dT%H:%M:%S")
        formatter.converter = time.gmtime
        handler.setFormatter(formatter)


def _add_invocation(record):
    record.aws_request_id = logs.request_id
    record.tenant_id = logs.tenant_id
    return True


class _StandardOutput(logging.Handler):
    def emit(self, record):
        try:
            logs.write(self.format(record))
        except Exception:
            self.handleError(record)


class _JsonFormatter(logging.Formatter):
    converter = time.gmtime

    def format(self, record):
        fields = {
            "timestamp": self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
        }
        if record.exc_info and record.exc_info[0]:
            error_type, error, frames = record.exc_info
            fields["stackTrace"] = logging.traceback.format_list(logging.traceback.extract_tb(frames))
            fields["errorType"] = error_type.__name__
            fields["errorMessage"] = str(error)
            fields["location"] = "%s:%s:%d" % (record.pathname, record.funcName, record.lineno)
        fields["requestId"] = record.aws_request_id
        fields["tenantId"] = record.tenant_id
        for name, value in vars(record).items():
            if name not in _OWN_ATTRIBUTES:
                fields[name] = value if isinstance(value, (str, int, float, bool, list, dict)) else str(value)
        return payload.encode({name: value for name, value in fields.items() if value is not None}).decode()
