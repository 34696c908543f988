"""docs/requirements.md: every case that it names is there, and every feature line of the documents has its row."""

import os
import pathlib
import re
import unittest

import table

TABLE = table.ROOT / "docs/requirements.md"
DOCUMENTS = pathlib.Path(os.environ.get("BEAVER_SHARED_DATA", table.ROOT.parent / "shared")) / "requirements"
ROW = re.compile(r"^\| (.+) \| (.+) \|$", re.M)
CASE = re.compile(r"([\w/]+_test\.py) (test_\w+)")


def features(document):
    """Lines of a document that say what the system does."""
    prose = re.sub(r"^```.*?^```", "", (DOCUMENTS / document).read_text(errors="replace"), flags=re.S | re.M)
    found = re.findall(r"^\s*- (?:(?:✅|❌|⚠️|⚠)️? ?)?(.+)$", prose, re.M)
    return [re.sub(r"\s+", " ", re.sub(r"[*`]", "", line)).strip().replace("|", "/") for line in found]


class Requirements(unittest.TestCase):
    def setUp(self):
        self.rows = [row for row in ROW.findall(TABLE.read_text()) if row[0] not in ("line", "---")]

    def test_every_case_that_is_named_exists(self):
        for file, name in set(CASE.findall(TABLE.read_text())):
            with self.subTest(f"{file} {name}"):
                path = table.ROOT / "tests/e2e" / file
                self.assertTrue(path.is_file(), "there is no such file")
                self.assertIn(f"def {name}(", path.read_text())

    def test_no_row_is_without_a_proof(self):
        for line, proof in self.rows:
            self.assertTrue(CASE.search(proof) or re.match(r"not yet: |not ours: |see |what |docs/|sql/", proof), f"{line}: {proof}")

    @unittest.skipUnless(DOCUMENTS.is_dir(), "the requirements aren't there; BEAVER_SHARED_DATA names their folder")
    def test_every_feature_line_has_its_row(self):
        named = {line for line, _ in self.rows}
        for document in sorted(path.name for path in DOCUMENTS.glob("*.md")):
            missing = [line for line in features(document) if line not in named]
            self.assertFalse(missing, f"{document}: lines without a row in docs/requirements.md")


if __name__ == "__main__":
    unittest.main()
