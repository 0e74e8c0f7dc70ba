"""Boto3 as a server of JSON lines: {id, service, operation, region, keys, parameters} in, {id, status, headers, result | error} out.

An operation wait:<name> runs one of boto3's waiters. Bytes travel as {"$bytes": base64}.
"""

import base64
import datetime
import functools
import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.response import StreamingBody

ENDPOINT = sys.argv[1]
WRITING = threading.Lock()
CONFIG = Config(
    retries={"total_max_attempts": 1},
    max_pool_connections=64,
    read_timeout=120,
    # The server, not the client, is to judge what is sent.
    parameter_validation=False,
    # There is one endpoint, and none of another name for some operations.
    inject_host_prefix=False,
)


@functools.lru_cache(maxsize=None)
def client(service, region, key, secret, token):
    return boto3.client(
        service,
        endpoint_url=ENDPOINT,
        region_name=region,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=CONFIG,
    )


def call(service, operation, parameters):
    if operation.startswith("wait:"):
        service.get_waiter(operation[len("wait:"):]).wait(**parameters)
        return {}
    methods = {name: method for method, name in service.meta.method_to_api_mapping.items()}
    return getattr(service, methods[operation])(**parameters)


def answer(service, request):
    try:
        result = call(service, request["operation"], request["parameters"])
        return {**describe(result.pop("ResponseMetadata", {})), "result": result}
    except ClientError as error:
        return {
            **describe(error.response["ResponseMetadata"]),
            "error": {
                "code": error.response["Error"]["Code"],
                "message": error.response["Error"]["Message"],
                "class": type(error).__name__,
                "reason": error.response.get("Reason"),
            },
        }
    except Exception as error:
        return {"error": {"code": "", "message": str(error), "class": type(error).__name__}}


def describe(metadata):
    return {"status": metadata.get("HTTPStatusCode", 0), "headers": metadata.get("HTTPHeaders", {})}


def encode(value):
    if isinstance(value, StreamingBody):
        value = value.read()
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def decode(fields):
    return base64.b64decode(fields["$bytes"]) if "$bytes" in fields else fields


def serve(service, request):
    line = json.dumps({"id": request["id"], **answer(service, request)}, default=encode) + "\n"
    with WRITING:
        sys.stdout.write(line)
        sys.stdout.flush()


with ThreadPoolExecutor(64) as threads:
    for line in sys.stdin:
        request = json.loads(line, object_hook=decode)
        # Clients are made here: only using them is safe on many threads.
        threads.submit(serve, client(request["service"], request["region"], *request["keys"]), request)
