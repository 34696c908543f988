"""Installs what suites need from PyPI and npm, once, under build/. Pins are complete: a requirements.txt names every package with its
version and is installed without looking for more; a package-lock.json is installed as it is."""

import json
import pathlib
import re
import shutil
import subprocess
import sys

E2E = pathlib.Path(__file__).resolve().parents[1]
BUILD = E2E.parents[1] / "build"


def _up_to_date(stamp, pins):
    return stamp.exists() and stamp.read_bytes() == pins.read_bytes()


def python(suite):
    """The interpreter that has what `suite`/requirements.txt names, or None."""
    pins = E2E / suite / "requirements.txt"
    folder = BUILD / ("venv" if suite == "sdk_python" else f"venv-{suite}")
    stamp, interpreter = folder / "pins", folder / "bin/python"
    if not _up_to_date(stamp, pins):
        print(f"Installing the packages of {suite} into {folder.relative_to(BUILD.parent)}", flush=True)
        steps = ([sys.executable, "-m", "venv", str(folder)],
                 [str(interpreter), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement", str(pins)])
        for step in steps:
            if subprocess.run(step, check=False).returncode != 0:
                return None
        stamp.write_bytes(pins.read_bytes())
    return str(interpreter)


def node(suite):
    """The folder whose node_modules has what `suite`/package-lock.json names, or None."""
    pins = E2E / suite / "package-lock.json"
    folder = BUILD / ("npm" if suite == "sdk_node" else f"npm-{suite}")
    stamp = folder / "pins"
    wanted = json.loads((E2E / suite / "package.json").read_text()).get("engines", {}).get("node", ">=18")
    if not shutil.which("npm") or _node_major() < int(wanted.removeprefix(">=")):
        print(f"npm and Node.js {wanted} are needed.", flush=True)
        return None
    if not _up_to_date(stamp, pins):
        print(f"Installing the packages of {suite} into {folder.relative_to(BUILD.parent)}", flush=True)
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            (folder / name).write_bytes((E2E / suite / name).read_bytes())
        if subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=False).returncode != 0:
            return None
        stamp.write_bytes(pins.read_bytes())
    return str(folder)


def _node_major():
    try:
        said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    except FileNotFoundError:
        return 0
    found = re.match(r"v(\d+)", said)
    return int(found[1]) if found else 0
