"""Every path that README.md and docs/ name is there."""

import re
import unittest

import table

LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
QUOTED = re.compile(r"`([^`\s]+)`")
PATH = re.compile(r"(?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:md|txt|json|sh)|LICENSE")
MADE_LATER = ("build/",)          # by the build
NOT_PATHS = ("beaver/", "application/", "text/")  # models and media types


def named_paths(text):
    for target in LINK.findall(text):
        if not re.match(r"\w+:", target):
            yield target
    for quoted in QUOTED.findall(text):
        if PATH.fullmatch(quoted) and not quoted.startswith(MADE_LATER + NOT_PATHS):
            yield quoted


class Readme(unittest.TestCase):
    def test_every_path_in_the_readme_exists(self):
        missing = [path for path in named_paths((table.ROOT / "README.md").read_text())
                   if not (table.ROOT / path).exists()]
        self.assertEqual(missing, [])

    def test_every_link_in_the_docs_exists(self):
        missing = []
        for page in sorted((table.ROOT / "docs").glob("**/*.md")):
            if page.name == "requirements.md":  # it quotes lines of documents that lie elsewhere
                continue
            for target in LINK.findall(page.read_text()):
                if not re.match(r"\w+:", target) and not (page.parent / target).exists():
                    missing.append(f"{page.relative_to(table.ROOT)}: {target}")
        self.assertEqual(missing, [])

    def test_the_commands_can_be_run(self):
        for command in ("scripts/setup", "scripts/build", "scripts/run", "scripts/test", "scripts/check", ".ci/run"):
            self.assertTrue((table.ROOT / command).stat().st_mode & 0o100, f"{command} has no run bit")


if __name__ == "__main__":
    unittest.main()
