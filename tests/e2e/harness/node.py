"""Runs the Node.js tests of a folder, `*_test.mjs`, and counts them.

    main(__file__, models={…})      as the body of a suite's launch.py, which tests/e2e/run starts as `launch.py MODULES COUNTS`

The tests find in their environment: BEAVER_URL (without /v1), BEAVER_KEY, POOR_KEY (an account without money), and
BEAVER_FIXTURES where the recorded exchanges are there.
"""

import os
import pathlib
import re
import subprocess
import sys

from harness.asked import AskedGateway
from harness.paths import FIXTURES


def main(launcher, models):
    folder, modules, counts = pathlib.Path(launcher).resolve().parent, pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    own = modules / folder.name  # Node.js looks for packages beside and above the test
    own.mkdir(exist_ok=True)
    for file in folder.glob("*.mjs"):
        (own / file.name).write_bytes(file.read_bytes())
    with AskedGateway(models) as gateway:
        beaver = gateway.beaver
        environment = os.environ | {"BEAVER_URL": beaver.base, "BEAVER_KEY": gateway.account.key, "POOR_KEY": beaver.account(balance=0).key}
        if FIXTURES.is_dir():
            environment["BEAVER_FIXTURES"] = str(FIXTURES)
        done = subprocess.run(["node", "--test", "--test-reporter=tap", *map(str, sorted(own.glob("*_test.mjs")))],
                              env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False)
        beaver.assert_balanced()
    print(done.stdout)

    def count(word):
        return sum(int(number) for number in re.findall(rf"^# {word} (\d+)$", done.stdout, re.M))

    failed = count("fail") + count("cancelled") or (1 if done.returncode else 0)
    counts.write_text(f"{count('pass')} {failed} {count('skipped')}\n")
    sys.exit(1 if failed else 0)
