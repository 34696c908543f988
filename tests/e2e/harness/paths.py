"""Where things are. tests/support has the helper that starts the programs; it looks for them in BEAVER_BIN_DIR."""

import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
SHARED_DATA = pathlib.Path(os.environ.get("BEAVER_SHARED_DATA", ROOT.parent / "shared"))
FIXTURES = SHARED_DATA / "data/fixtures"

os.environ.setdefault("BEAVER_BIN_DIR", str(ROOT / "build/release/bin"))
sys.path.append(str(ROOT / "tests/support"))
