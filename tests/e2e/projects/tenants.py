"""What the tests of projects share."""

import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "keys"))
from keys import MODEL, OTHER, PASSWORD, PRICE, Person, chat  # noqa: E402, F401
from harness.gateway import Gateway  # noqa: E402

CANARY = "sk-own-canary-of-the-project-9x7z"
ELSEWHERE = "e2e-elsewhere"


def gateway(behaviour="ok;tokens=5", **options):
    prices = {MODEL: PRICE, OTHER: PRICE, ELSEWHERE: PRICE | {"litellm_provider": "deepseek"}}
    return Gateway(behaviour, prices=prices, **options)


def keys_seen(upstream, last=1):
    """The provider keys that the last requests carried."""
    seen = upstream.stats()["last_requests"][-last:]
    return [one["headers"].get("authorization", "").removeprefix("Bearer ") or one["headers"].get("x-api-key") for one in seen]
