"""Failures as Lambda reports them: errorMessage, errorType, requestId, stackTrace."""

import os

_OWN = os.path.dirname(__file__) + os.sep


class Fault(Exception):
    """A failure the runtime itself finds, with a type of its own (Runtime.…) and no frames to show."""

    def __init__(self, error_type, message, stack_trace=()):
        super().__init__(message)
        self.error_type = error_type
        self.stack_trace = list(stack_trace)


def describe(error, request_id=""):
    known = isinstance(error, Fault)
    return {
        "errorMessage": _message(error),
        "errorType": error.error_type if known else type(error).__name__,
        "requestId": request_id,
        "stackTrace": error.stack_trace if known else _stack_trace(error.__traceback__),
    }


def _message(error):
    try:
        return str(error)
    except Exception:
        return "<unprintable %s object>" % type(error).__name__


def _stack_trace(frames):
    while frames is not None and frames.tb_frame.f_code.co_filename.startswith(_OWN):
        frames = frames.tb_next
    try:
        import traceback  # only failures pay for it

        return traceback.format_list(traceback.extract_tb(frames))
    except Exception:
        return []
