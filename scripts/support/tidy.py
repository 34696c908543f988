"""Runs clang-tidy over the sources below the given folders and remembers what passed.

A source is looked at again when it, one of our headers that it includes (however deep), its compile command, .clang-tidy or
clang-tidy itself has changed. What failed is never remembered.
"""

import argparse
import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

CLANG_TIDY = "clang-tidy-19"
ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(rb'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)
# What g++ takes and clang doesn't know.
GCC_ONLY = re.compile(r"^(-fcoroutines|-fconcepts.*|-fuse-ld=.*|-mno-direct-extern-access)$")


@functools.cache
def our_includes(path):
    """Our own headers that a file includes, directly."""
    found = []
    for name in INCLUDE.findall(path.read_bytes()):
        text = name.decode()
        for candidate in (path.parent / text, ROOT / text):
            if candidate.is_file():
                found.append(candidate.resolve())
                break
    return found


def with_headers(source):
    seen, waiting = set(), [source]
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting += our_includes(path)
    return sorted(seen)


def clang_command(entry):
    words = shlex.split(entry["command"]) if "command" in entry else entry["arguments"]
    return [word for word in words if not GCC_ONLY.match(word)] + ["-Wno-unknown-warning-option"]


def fingerprint(source, command, common):
    digest = hashlib.sha256(common + "\0".join(command).encode())
    for path in with_headers(source):
        digest.update(str(path).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--build", type=pathlib.Path, required=True)
    options.add_argument("--jobs", type=int, default=os.cpu_count())
    options.add_argument("folders", nargs="+")
    options = options.parse_args()

    folders = [ROOT / folder for folder in options.folders]
    entries = json.loads((options.build / "compile_commands.json").read_text())
    chosen = {}
    for entry in entries:
        source = pathlib.Path(entry["directory"], entry["file"]).resolve()
        if any(folder in source.parents for folder in folders):
            chosen[source] = {"directory": entry["directory"], "file": str(source), "arguments": clang_command(entry)}
    database = options.build / "clang"
    database.mkdir(exist_ok=True)
    (database / "compile_commands.json").write_text(json.dumps(list(chosen.values())))

    version = subprocess.run([CLANG_TIDY, "--version"], capture_output=True, check=True).stdout
    common = version + (ROOT / ".clang-tidy").read_bytes()
    remembered = options.build / "passed"
    remembered.mkdir(exist_ok=True)
    stamps = {source: remembered / fingerprint(source, entry["arguments"], common) for source, entry in chosen.items()}
    waiting = [source for source, stamp in sorted(stamps.items()) if not stamp.exists()]
    print(f"{len(chosen)} sources, {len(waiting)} to look at", flush=True)

    def look(source):
        return subprocess.run([CLANG_TIDY, "--quiet", "-p", str(database), str(source)],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = {pool.submit(look, source): source for source in waiting}
        for done, result in enumerate(concurrent.futures.as_completed(results), 1):
            source, outcome = results[result], result.result()
            name = source.relative_to(ROOT)
            if outcome.returncode == 0:
                stamps[source].touch()
                print(f"[{done}/{len(waiting)}] {name}", flush=True)
            else:
                failed += 1
                print(f"[{done}/{len(waiting)}] {name} FAILED\n{outcome.stdout}", flush=True)
    for stale in set(remembered.iterdir()) - set(stamps.values()):
        stale.unlink()
    sys.exit(1 if failed else 0)


main()
