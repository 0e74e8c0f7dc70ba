"""The function that is the attacker: runs the attack it is told, and says what it got away with."""
import importlib


def handler(event, context):
    if event is None:
        return "innocent"
    attack = getattr(importlib.import_module(event["group"]), event["attack"])
    return attack(event["world"], context) if attack.__code__.co_argcount == 2 else attack(event["world"])
