"""Money and prices are whole numbers: no floating point where they are made.

A line that needs floating point for something else says so: `// not money: …`.
"""

import re
import unittest

import table

FOLDERS = ("server/ledger", "server/catalog", "shared/base")
FLOATING = re.compile(r"\b(double|float|toDouble|toFloat|stod|strtod|atof|get_double|qreal)\b")
NOT_CODE = re.compile(r'"(?:\\.|[^"\\])*"|//.*')


class FloatingPoint(unittest.TestCase):
    def test_none_where_money_and_prices_are_made(self):
        broken = []
        for source in table.sources(*FOLDERS):
            text = re.sub(r"/\*.*?\*/", lambda match: "\n" * match[0].count("\n"),
                          (table.ROOT / source).read_text(), flags=re.S)
            for number, line in enumerate(text.splitlines(), 1):
                if "// not money:" not in line and FLOATING.search(NOT_CODE.sub("", line)):
                    broken.append(f"{source}:{number}: {line.strip()}")
        self.assertFalse(broken, "\n" + "\n".join(broken))


if __name__ == "__main__":
    unittest.main()
