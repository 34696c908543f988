"""Takes the requirement documents apart: every curl line, every row of endpoints, every request and code sample is an item with a name.

The documents are read when the tests run, so that nothing in them is forgotten: what is found and what is run are compared.
"""

import dataclasses
import json
import re

from harness.paths import SHARED_DATA

FOLDER = SHARED_DATA / "requirements"
NAMES = ("beaver-readme", "beaver-status", "bluesminds", "openrouter-credit-gateway", "ai-gateway-proxy")
METHODS = "GET|POST|PUT|PATCH|DELETE"
FENCE = re.compile(r"^```([\w]*)\n(.*?)^```", re.S | re.M)
# `| \`/path\` | METHOD | …`, `- \`METHOD /path\` …`, `- ✅ \`METHOD /path\` …`
TABLE_ROW = re.compile(rf"^\| `(/[^`]*)` \| ({METHODS}) \|", re.M)
LIST_ROW = re.compile(rf"^- (?:✅ )?`({METHODS}) (/[^`]*)`", re.M)
IN_TEXT = re.compile(rf"(?<!^- )(?<!✅ )`({METHODS}) (/[^`]*)`")
REQUEST = re.compile(rf"\A({METHODS}) (/\S+)\n(.*)\Z", re.S)
FEATURE = re.compile(r"^- (?:[✅❌⚠️]+ |\*\*)(.+)$", re.M)


@dataclasses.dataclass(frozen=True)
class Item:
    document: str
    kind: str      # curl, request, endpoint, code, answer
    number: int    # within its kind
    text: str      # the command, the code, or METHOD /path
    language: str = ""

    @property
    def name(self):
        return f"{self.document}/{self.kind}/{self.number}"


def read(document):
    return (FOLDER / f"{document}.md").read_text(errors="replace")


def available():
    return FOLDER.is_dir()


def curl_commands(block):
    """The curl commands of one shell block, continued lines joined as bash joins them."""
    commands, current = [], None
    for line in block.splitlines():
        if line.startswith("curl "):
            current = [line]
            commands.append(current)
        elif current is not None and (line.strip() == "" or line.startswith("#")):
            current = None
        elif current is not None:
            current.append(line)
    return ["\n".join(lines) for lines in commands]


def items(document):
    """Everything of a document that can be carried out or compared, in its order."""
    text, found, counts = read(document), [], {}

    def add(kind, what, language=""):
        counts[kind] = counts.get(kind, 0) + 1
        found.append(Item(document, kind, counts[kind], what, language))

    for language, block in FENCE.findall(text):
        commands = curl_commands(block)
        if commands:
            for command in commands:
                add("curl", command)
        elif REQUEST.match(block.strip()):
            add("request", block.strip())
        elif language == "json":
            add("answer", block.strip())
        elif language in ("python", "typescript", "javascript") and ("client" in block or "fetch" in block):
            add("code", block, language)
    prose = FENCE.sub("", text)
    seen = set()
    rows = [(method, path) for path, method in TABLE_ROW.findall(prose)] + LIST_ROW.findall(prose) + IN_TEXT.findall(prose)
    for method, path in rows:
        path = re.sub(r"\[(\w+)\]", r"{\1}", path)  # BluesMinds writes [id]
        if (method, path) not in seen:
            seen.add((method, path))
            add("endpoint", f"{method} {path}")
    return found


def features(document):
    """Lines that say what the system does, or what it misses."""
    lines = []
    for line in FENCE.sub("", read(document)).splitlines():
        if match := re.match(r"^\s*- (?:(✅|❌|⚠️?|⚠) ?)?(.+)$", line):
            lines.append(re.sub(r"\s+", " ", re.sub(r"[*`]", "", match[2])).strip())
    return lines


def shown(item):
    """The JSON of an answer."""
    return json.loads(item.text)


def differences(wanted, got, path="answer"):
    """Where `got` lacks a field that the document shows, or has another type there. More fields are fine."""
    if isinstance(wanted, dict):
        if not isinstance(got, dict):
            return [f"{path}: an object is shown, {got!r} came"]
        found = []
        for name, value in wanted.items():
            if name not in got:
                found.append(f"{path}.{name} is missing")
            else:
                found += differences(value, got[name], f"{path}.{name}")
        return found
    if isinstance(wanted, list):
        if not isinstance(got, list):
            return [f"{path}: a list is shown, {got!r} came"]
        if wanted and not got:
            return [f"{path} is empty"]
        return [line for index, value in enumerate(got) for line in differences(wanted[0], value, f"{path}[{index}]")] if wanted else []
    kinds = {bool: bool, str: str, int: int}
    if isinstance(wanted, bool) or not isinstance(wanted, (int, float)):
        kind = kinds.get(type(wanted), type(wanted))
        return [] if isinstance(got, kind) else [f"{path}: {wanted!r} is shown, {got!r} came"]
    if isinstance(got, bool) or not hasattr(got, "__float__"):
        return [f"{path}: a number is shown, {got!r} came"]
    if isinstance(wanted, int) and got != int(got):
        return [f"{path}: a whole number is shown, {got!r} came"]
    return []
