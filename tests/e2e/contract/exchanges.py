"""The table of exchanges.txt."""

import functools
import pathlib

TABLE = pathlib.Path(__file__).with_name("exchanges.txt")


@functools.cache
def uses():
    """name → (use, reason)"""
    rows = [line.split(maxsplit=2) for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return {name: (use, reason[0] if reason else "") for name, use, *reason in rows}


def names(use):
    return [name for name, (wanted, _) in uses().items() if wanted == use]
