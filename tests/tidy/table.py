"""Reads dependencies.txt and the includes of the tree."""

import dataclasses
import glob
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = pathlib.Path(__file__).with_name("dependencies.txt")
EVERYWHERE_IN_SERVER = ["shared", "server/ops"]
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


@dataclasses.dataclass
class Table:
    allowed: dict  # folder → entries
    only: dict     # Qt module → folder

    def folder_of(self, path):
        """The listed folder that a file belongs to: the deepest above it."""
        for parent in pathlib.PurePosixPath(path).parents:
            if str(parent) in self.allowed:
                return str(parent)
        return None

    def entries(self, folder):
        own = EVERYWHERE_IN_SERVER if folder.split("/")[0] == "server" else []
        return self.allowed[folder] + own

    def allows(self, folder, target):
        """Whether a file of `folder` may include the file `target`."""
        home = self.folder_of(target)
        for entry in self.entries(folder):
            whole = entry not in self.allowed  # `server`, `shared`: everything below
            if target == entry or home == entry or (whole and target.startswith(entry + "/")):
                return True
        # `server` stands for all of it in the row of server/app.
        return "server" in self.allowed[folder] and target.startswith("server/")


def read_table(path=TABLE):
    allowed, only, groups = {}, {}, {}
    for line in path.read_text().splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        if "=" in line:
            name, members = line.split("=")
            groups[name.strip()] = members.split()
        elif line.startswith("only "):
            folder, module = line.removeprefix("only ").split(":")
            only[module.strip()] = folder.strip()
        else:
            folder, entries = line.split(":")
            allowed[folder.strip()] = entries.split()
    for folder, entries in allowed.items():
        allowed[folder] = [member for entry in entries for member in groups.get(entry, [entry])]
    return Table(allowed, only)


def sources(*folders):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".h", ".cpp"):
                yield path.relative_to(ROOT).as_posix()


def includes(path):
    """(line number, what is included), ours as a path from the top, others as they stand."""
    for number, line in enumerate((ROOT / path).read_text().splitlines(), 1):
        match = INCLUDE.match(line)
        if match:
            quoted, name = match[1] == '"', match[2]
            beside = (ROOT / path).parent / name
            if quoted and beside.is_file():
                yield number, beside.resolve().relative_to(ROOT).as_posix()
            else:
                yield number, name


def is_ours(name):
    return name.split("/")[0] in ("server", "shared", "admin-ui") and "/" in name


def qt_module(name, _cache={}):
    """The Qt module whose header this is (`QtCore`), or None."""
    if name.startswith("Qt") and "/" in name:
        return name.split("/")[0]
    if not name.startswith("Q") and not name.startswith("q"):
        return None
    if name not in _cache:
        found = [path for root in ("/usr/include/*/qt6", "/usr/include/qt6") for path in glob.glob(f"{root}/Qt*/{name}")]
        _cache[name] = pathlib.Path(found[0]).parent.name if found else None
    return _cache[name]
