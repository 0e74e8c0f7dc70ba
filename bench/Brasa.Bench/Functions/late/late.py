import time


def handler(event, context):
    print("LATE", time.time() - event["sent"])
