"""The context object a handler gets (AWS: "Using the Lambda context object to retrieve Python function information")."""

from os import environ
from time import time as _now

from . import payload


class CognitoIdentity:
    def __init__(self, fields):
        self.cognito_identity_id = fields.get("cognitoIdentityId")
        self.cognito_identity_pool_id = fields.get("cognitoIdentityPoolId")


class Client:
    def __init__(self, fields):
        self.installation_id = fields.get("installation_id")
        self.app_title = fields.get("app_title")
        self.app_version_name = fields.get("app_version_name")
        self.app_version_code = fields.get("app_version_code")
        self.app_package_name = fields.get("app_package_name")


class ClientContext:
    def __init__(self, fields):
        client = fields.get("client")
        self.client = Client(client) if isinstance(client, dict) else None
        self.custom = fields.get("custom")
        self.env = fields.get("env")


class LambdaContext:
    def __init__(self, request_id, headers):
        self.aws_request_id = request_id
        self.function_name = environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.invoked_function_arn = _text(headers, b"lambda-runtime-invoked-function-arn")
        self.tenant_id = _text(headers, b"lambda-runtime-aws-tenant-id")
        self.identity = CognitoIdentity(_fields(headers, b"lambda-runtime-cognito-identity") or {})
        client_context = _fields(headers, b"lambda-runtime-client-context")
        self.client_context = None if client_context is None else ClientContext(client_context)
        self._deadline_ms = int(headers.get(b"lambda-runtime-deadline-ms", 0))

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(_now() * 1000))

    def __repr__(self):
        fields = ("%s=%r" % field for field in vars(self).items() if not field[0].startswith("_"))
        return "LambdaContext([%s])" % ",".join(fields)


def _text(headers, name):
    value = headers.get(name)
    return None if value is None else value.decode("utf-8", "replace")


def _fields(headers, name):
    value = headers.get(name)
    if not value:
        return None
    fields = payload.decode(value)
    return fields if isinstance(fields, dict) else None
