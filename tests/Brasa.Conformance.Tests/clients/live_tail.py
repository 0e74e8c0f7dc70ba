"""Follows a log group by Live Tail, says when it has started, and prints the first event that matches: ENDPOINT ACCOUNT GROUP PATTERN."""

import sys

import boto3
from botocore.config import Config

endpoint, account, group, pattern = sys.argv[1:]
logs = boto3.client(
    "logs",
    endpoint_url=endpoint,
    region_name="us-east-1",
    aws_access_key_id=account,
    aws_secret_access_key="secret",
    # The service's own clients put stream- before the endpoint's name; here there is one endpoint.
    config=Config(inject_host_prefix=False),
)
for event in logs.start_live_tail(logGroupIdentifiers=[group], logEventFilterPattern=pattern)["responseStream"]:
    if "sessionStart" in event:
        print("started", flush=True)
    for result in event.get("sessionUpdate", {}).get("sessionResults", []):
        print(f"{result['logStreamName']}: {result['message']}", flush=True)
        sys.exit()
