"""A beaverd whose providers are all the faulty upstream, and arithmetic over its receipts."""

import contextlib
import decimal
import json

from harness.beaver import Beaver, beaver_process
from harness.paths import FIXTURES
from harness.switch import Switch

PROVIDERS = ("OPENAI", "DEEPSEEK", "PERPLEXITY", "XAI", "OPENROUTER")
NANO = decimal.Decimal("1e-9")


def providers(url):
    """The options that send every provider's calls to `url`."""
    options = {}
    for name in PROVIDERS:
        options[f"{name}_API_KEY"] = f"sk-e2e-{name.lower()}"
        options[f"{name}_BASE_URL"] = url
    return options


class Gateway(contextlib.ExitStack):
    """An upstream and a Beaver before it. Without `behaviour` a switch stands between them: gateway.switch.select(…)."""

    def __init__(self, behaviour=None, prices=None, **options):
        super().__init__()
        self.upstream = self.enter_context(beaver_process.FaultyUpstream(FIXTURES if FIXTURES.is_dir() else None))
        self.switch = None if behaviour else self.enter_context(Switch(self.upstream))
        url = self.upstream.url(behaviour) if behaviour else self.switch.url
        self.beaver = Beaver(**providers(url) | options)
        self.callback(self.beaver.close)
        if prices:
            import_prices(self.beaver, prices)
        self.beaver.start()


def import_prices(beaver, prices):
    """`beaverd models import` of a price map. Prices given as text stand there as numbers, digit by digit."""
    entries = []
    for model, fields in prices.items():
        members = ", ".join(f"{json.dumps(name)}: {value if '_cost' in name else json.dumps(value)}"
                            for name, value in fields.items())
        entries.append(f"{json.dumps(model)}: {{{members}}}")
    path = beaver.folder / "prices.json"
    path.write_text("{" + ",\n".join(entries) + "}")
    done = beaver.command("models", "import", str(path))
    if done.returncode != 0:
        raise AssertionError(f"beaverd models import: {done}")


def recomputed_cost(receipt):
    """What the receipt's buckets come to, rounded once, half to even: promise P7."""
    exact = sum((decimal.Decimal(bucket["tokens"]) * decimal.Decimal(bucket["sale_price_per_million"]) / 1_000_000
                 for bucket in receipt["buckets"]), decimal.Decimal(0))
    return exact.quantize(NANO, rounding=decimal.ROUND_HALF_EVEN)
