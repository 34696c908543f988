"""The pages in a real browser: everything is drawn, no script fails, nothing is asked of another host."""

import re
import shutil
import subprocess
import unittest

from harness.beaver import Beaver

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# ReDoc's footer wants its maker's logo, which the policy refuses; the footer does without.
EXPECTED = "cdn.redoc.ly/redoc/logo-mini.svg"


@unittest.skipUnless(CHROMIUM, "Chromium isn't installed")
class Browser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beaver = Beaver().start()
        cls.addClassCleanup(cls.beaver.close)

    def open(self, page):
        """The document as it stands once its scripts have run."""
        done = subprocess.run([CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000",
                               f"--user-data-dir={self.beaver.folder}/browser", "--enable-logging=stderr", "--dump-dom",
                               self.beaver.base + page], capture_output=True, text=True, timeout=120, check=False)
        said = [line for line in done.stderr.splitlines() if ":CONSOLE" in line and EXPECTED not in line]
        self.assertFalse(said, "\n".join(said))
        return done.stdout

    def test_swagger_ui_lists_the_operations(self):
        text = self.open("/docs#/Account")
        self.assertIn("swagger-ui", text)
        self.assertRegex(text, r"(?s)Beaver.*OAS 3\.1")
        self.assertIn('data-tag="Account"', text)
        self.assertNotIn("Unable to render", text)

    def test_redoc_shows_the_operations(self):
        text = self.open("/redoc")
        self.assertIn("/account/balance", text)
        self.assertGreater(len(re.findall(r"Needs an API key or a session", text)), 5)


if __name__ == "__main__":
    unittest.main()
