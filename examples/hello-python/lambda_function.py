import platform

invocations = 0  # lives as long as the execution environment does


def lambda_handler(event, context):
    global invocations
    invocations += 1
    print(f"greeting {event.get('name', 'world')}")
    return {
        "message": f"Hello, {event.get('name', 'world')}!",
        "runtime": f"Python {platform.python_version()}",
        "memory": f"{context.memory_limit_in_mb} MB",
        "invocations": invocations,
    }
