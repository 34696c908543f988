"""Runs clang-tidy over the sources below the given folders and remembers what passed.

The sources of a folder are read in batches, so that the headers which they share are parsed once: a batch takes little longer than
one of its sources alone. A batch is looked at again when one of its sources, one of our headers that they include (however deep),
their compile command, .clang-tidy or clang-tidy itself has changed. What failed is never remembered.
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
import time

CLANG_TIDY = "clang-tidy-19"
BATCH = 6
# How far clang's analyzer follows one function; three quarters of its default time go where a function's paths are endless anyway.
ANALYZER = ["-Xclang", "-analyzer-config", "-Xclang", "max-nodes=30000"]
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


def with_headers(sources):
    seen, waiting = set(), list(sources)
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting += our_includes(path)
    return sorted(seen)


def clang_command(entry, source):
    """The compiler's command without source, output and what only g++ knows; g++'s own warnings are the build's business."""
    words = shlex.split(entry["command"]) if "command" in entry else list(entry["arguments"])
    kept = []
    for word in words[:words.index("-o")] + words[words.index("-o") + 2:]:
        if word not in ("-c", "-Werror", entry["file"], str(source)) and not GCC_ONLY.match(word):
            kept.append(word)
    return kept + ANALYZER + ["-Wno-unknown-warning-option", "-c"]


class Batch:
    def __init__(self, folder, directory, command, number):
        self.folder, self.directory, self.command = folder, directory, command
        # Clang's analyzer takes included sources for code of ours only if the file that includes them has this name.
        self.name = "UnifiedSource-" + str(folder.relative_to(ROOT)).replace("/", "-") + f"-{number}.cpp"
        self.sources = []

    def fingerprint(self, common):
        digest = hashlib.sha256(common + "\0".join(self.command).encode())
        for path in with_headers(self.sources):
            digest.update(str(path).encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()

    def write(self, units):
        self.unit = units / self.name
        lines = [f'#include "{source}" // NOLINT(bugprone-suspicious-include)\n' for source in self.sources]
        self.unit.write_text("".join(lines))
        return {"directory": self.directory, "file": str(self.unit), "arguments": self.command + [str(self.unit)]}


def batches(entries, folders):
    """Sources of one folder that are compiled alike, BATCH at a time."""
    found = []
    for entry in sorted(entries, key=lambda entry: entry["file"]):
        source = pathlib.Path(entry["directory"], entry["file"]).resolve()
        if not any(folder in source.parents for folder in folders):
            continue
        command = clang_command(entry, source)
        same = [batch for batch in found if batch.folder == source.parent and batch.command == command]
        if not same or len(same[-1].sources) == BATCH:
            number = sum(batch.folder == source.parent for batch in found) + 1
            same = [Batch(source.parent, entry["directory"], command, number)]
            found += same
        same[-1].sources.append(source)
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--build", type=pathlib.Path, required=True)
    options.add_argument("--jobs", type=int, default=os.cpu_count())
    options.add_argument("folders", nargs="+")
    options = options.parse_args()

    build = options.build.resolve()
    entries = json.loads((build / "compile_commands.json").read_text())
    chosen = batches(entries, [ROOT / folder for folder in options.folders])
    units = build / "units"
    units.mkdir(exist_ok=True)
    (units / "compile_commands.json").write_text(json.dumps([batch.write(units) for batch in chosen]))

    version = subprocess.run([CLANG_TIDY, "--version"], capture_output=True, check=True).stdout
    common = version + (ROOT / ".clang-tidy").read_bytes()
    remembered = build / "passed"
    remembered.mkdir(exist_ok=True)
    stamps = {batch: remembered / batch.fingerprint(common) for batch in chosen}
    waiting = [batch for batch in chosen if not stamps[batch].exists()]
    # The longest first, so that none of them is left for the end.
    waiting.sort(key=lambda batch: -sum(path.stat().st_size for path in with_headers(batch.sources)))
    count = sum(len(batch.sources) for batch in chosen)
    print(f"{count} sources in {len(chosen)} batches, {len(waiting)} to look at", flush=True)

    def look(batch):
        began = time.monotonic()
        outcome = subprocess.run(
            [CLANG_TIDY, "--quiet", f"--config-file={ROOT / '.clang-tidy'}", "-p", str(units), str(batch.unit)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        return outcome, time.monotonic() - began

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = {pool.submit(look, batch): batch for batch in waiting}
        for done, result in enumerate(concurrent.futures.as_completed(results), 1):
            batch, (outcome, seconds) = results[result], result.result()
            line = f"[{done}/{len(waiting)}] {batch.name.removeprefix('UnifiedSource-').removesuffix('.cpp')}, {seconds:.0f} s"
            if outcome.returncode == 0:
                stamps[batch].touch()
                print(line, flush=True)
            else:
                failed += 1
                print(f"{line} FAILED\n{outcome.stdout}", flush=True)
    for stale in set(remembered.iterdir()) - set(stamps.values()):
        stale.unlink()
    sys.exit(1 if failed else 0)


main()
