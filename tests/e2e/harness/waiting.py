"""What comes about by itself, a while after the call that causes it."""

import time


def eventually(ask, what, timeout=20):
    """The first answer of `ask` that is true; a failure naming `what` when there is none within so many seconds."""
    deadline = time.monotonic() + timeout
    while not (found := ask()):
        if time.monotonic() > deadline:
            raise AssertionError(f"no {what} within {timeout} s")
        time.sleep(0.02)
    return found
