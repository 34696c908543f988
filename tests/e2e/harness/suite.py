"""Runs the tests of one folder and writes `passed failed skipped` to a file.

    python3 -m harness.suite FOLDER COUNTS [PATTERN]
"""

import pathlib
import sys
import unittest


def main(folder, counts, *patterns):
    loader = unittest.TestLoader()
    if patterns:
        loader.testNamePatterns = [f"*{pattern}*" for pattern in patterns]
    tests = loader.discover(folder, pattern="*_test.py", top_level_dir=folder)
    result = unittest.TextTestRunner(verbosity=2, buffer=False).run(tests)
    # A subtest that fails is one of its test's; a test counts once, however many of its parts failed.
    broken = {str(getattr(test, "test_case", test)) for test, _ in result.failures + result.errors}
    failed, skipped = len(broken) + len(result.unexpectedSuccesses), len(result.skipped)
    passed = max(result.testsRun - failed - skipped, 0)
    pathlib.Path(counts).write_text(f"{passed} {failed} {skipped}\n")
    sys.exit(1 if failed else 0)


main(*sys.argv[1:])
