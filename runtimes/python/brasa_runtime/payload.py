"""Events and results as JSON, with a codec of our own: function code may patch json's module functions.

It is made of json's C parts alone: json itself takes as long to load as the interpreter.
"""

import sys

import _json

_SPACE = " \t\n\r"


def _default(value):
    # decimal is looked up, not imported: nobody makes a Decimal without it.
    decimal = sys.modules.get("decimal")
    if decimal is not None and isinstance(value, decimal.Decimal):
        return int(value) if value.is_finite() and value.as_tuple().exponent >= 0 else float(value)
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


class _Decoder:
    """What the scanner asks json.JSONDecoder for."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = {"-Infinity": float("-inf"), "Infinity": float("inf"), "NaN": float("nan")}.__getitem__


_scan = _json.make_scanner(_Decoder)


def _encoder(quote):
    def encode(value):
        # As json.JSONEncoder makes it: markers, default, encoder, indent, key and item separator, sort_keys, skipkeys, allow_nan.
        return "".join(_json.make_encoder({}, _default, quote, None, ": ", ", ", False, False, True)(value, 0))

    return encode


# Lambda answers with plain UTF-8 from Python 3.12 on, and with \u escapes before.
_escaping = _encoder(_json.encode_basestring_ascii)
_encode = _encoder(_json.encode_basestring) if sys.version_info >= (3, 12) else _escaping


def decode(body):
    text = str(body, "utf-8")
    try:
        value, end = _scan(text, len(text) - len(text.lstrip(_SPACE)))
        if end == len(text) or not text[end:].strip(_SPACE):
            return value
    except StopIteration:
        pass
    from json import JSONDecoder

    return JSONDecoder().decode(text)  # says what is wrong


def encode(value):
    try:
        return _encode(value).encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate has no UTF-8, but an escape
        return _escaping(value).encode("ascii")
