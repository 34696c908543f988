"""What comes about by itself, a while after the call that causes it; and what the clock or a busy machine mustn't decide."""

import time


def eventually(ask, what, timeout=60):
    """The first answer of `ask` that is true; a failure naming `what` when there is none within so many seconds."""
    deadline = time.monotonic() + timeout
    while not (found := ask()):
        if time.monotonic() > deadline:
            raise AssertionError(f"no {what} within {timeout} s")
        time.sleep(0.02)
    return found


def within_one(seconds, act):
    """What act() answers within one step of a code (30), minute (60) or day (86400) of UTC: where another began while it ran, it runs again.

    For counts of such a window; act() makes anew whatever is counted.
    """
    for last in (False, False, True):
        window = time.time() // seconds
        try:
            found = act()
        except AssertionError:
            if last or time.time() // seconds == window:
                raise
            continue
        if last or time.time() // seconds == window:
            return found


def at_best(act, below, times=5):
    """The least that act() answers, of so many times or until it is below this.

    For promises of a time: a busy machine may delay any one try, a gateway that is slow by itself delays them all.
    """
    least = act()
    for _ in range(times - 1):
        if least < below:
            break
        least = min(least, act())
    return least
