"""Counts the cases of a JUnit file written by ctest and prints `passed failed skipped`.

A test program counts with the cases that it reports itself (GoogleTest, Python's unittest, Qt Test), so that the total is one of
cases and not of programs; a program that reports none, or dies before it can, counts as one.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree


def counted(output):
    """Cases as the runner's own closing lines say, or None."""
    google = re.search(r"^\[  PASSED  \] (\d+) test", output, re.M)
    if google:
        failed = re.search(r"^\[  FAILED  \] (\d+) test", output, re.M)
        skipped = re.search(r"^\[  SKIPPED \] (\d+) test", output, re.M)
        return int(google[1]), int(failed[1]) if failed else 0, int(skipped[1]) if skipped else 0
    python = re.search(r"^Ran (\d+) tests? in", output, re.M)
    if python:
        failed = sum(int(count) for count in re.findall(r"(?:failures|errors)=(\d+)", output))
        skipped = sum(int(count) for count in re.findall(r"skipped=(\d+)", output))
        return int(python[1]) - failed - skipped, failed, skipped
    qt = re.findall(r"^Totals: (\d+) passed, (\d+) failed, (\d+) skipped", output, re.M)
    if qt:
        return tuple(sum(int(line[column]) for line in qt) for column in range(3))
    return None


def main(path):
    totals = [0, 0, 0]
    try:
        cases = ElementTree.parse(path).getroot().iter("testcase")
    except (OSError, ElementTree.ParseError) as problem:
        print(f"count_tests: {problem}", file=sys.stderr)
        print("0 1 0")
        return
    for case in cases:
        status = case.get("status")
        own = counted(case.findtext("system-out") or "")
        if status == "run":
            counts = own or (1, 0, 0)
        elif status == "fail":
            counts = own if own and own[1] > 0 else (own[0] if own else 0, 1, 0)
            print(f"failed: {case.get('name')}", file=sys.stderr)
        else:
            counts = (0, 0, 1)
        totals = [total + count for total, count in zip(totals, counts)]
    print(*totals)


main(sys.argv[1])
