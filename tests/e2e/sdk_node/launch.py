"""Starts the servers, runs the Node.js tests over them, and writes `passed failed skipped` to a file.

    python3 sdk_node/launch.py MODULES COUNTS
"""

import json
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from harness import fixtures  # noqa: E402
from harness.gateway import Gateway  # noqa: E402
from harness.paths import FIXTURES  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent


def main(modules, counts):
    replayed = fixtures.replayable() if FIXTURES.is_dir() else []
    modules = pathlib.Path(modules)
    for test in HERE.glob("*.mjs"):  # Node.js looks for packages beside the test
        (modules / test.name).write_bytes(test.read_bytes())
    with Gateway(prices=fixtures.price_map(replayed) if replayed else None) as gateway:
        beaver = gateway.beaver
        account = beaver.account(balance=100000)
        cases = beaver.folder / "fixtures.json"
        cases.write_text(json.dumps([fixture.expected() for fixture in replayed]))
        environment = os.environ | {
            "BEAVER_URL": beaver.base + "/v1", "BEAVER_KEY": account.key, "POOR_KEY": beaver.account(balance=0).key,
            "SWITCH_URL": gateway.switch.control_url, "CASES": str(cases)}
        # One file after the other: they share the switch.
        output, code = "", 0
        for test in sorted(modules.glob("*_test.mjs")):
            done = subprocess.run(["node", "--test", "--test-reporter=tap", str(test)], env=environment,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False)
            output, code = output + done.stdout, code or done.returncode
        beaver.assert_balanced()
    print(output)

    def count(word):
        return sum(int(number) for number in re.findall(rf"^# {word} (\d+)$", output, re.M))

    failed = count("fail") + count("cancelled") or (1 if code else 0)
    pathlib.Path(counts).write_text(f"{count('pass')} {failed} {count('skipped')}\n")
    sys.exit(1 if failed else 0)


main(*sys.argv[1:])
