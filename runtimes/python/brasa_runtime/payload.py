"""Events and results as JSON, with a codec of our own: function code may patch json's module functions."""

import sys
from json import JSONDecoder, JSONEncoder


def _default(value):
    # decimal is looked up, not imported: nobody makes a Decimal without it.
    decimal = sys.modules.get("decimal")
    if decimal is not None and isinstance(value, decimal.Decimal):
        return int(value) if value.is_finite() and value.as_tuple().exponent >= 0 else float(value)
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


# Lambda answers with plain UTF-8 from Python 3.12 on, and with \u escapes before.
_escaping = JSONEncoder(ensure_ascii=True, default=_default).encode
_encode = JSONEncoder(ensure_ascii=False, default=_default).encode if sys.version_info >= (3, 12) else _escaping
_decode = JSONDecoder().decode


def decode(body):
    return _decode(str(body, "utf-8"))


def encode(value):
    try:
        return _encode(value).encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate has no UTF-8, but an escape
        return _escaping(value).encode("ascii")
