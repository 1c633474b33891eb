"""``python3 tests``: sets up what the tests need, then runs them all.

``python3 tests --full`` runs the long counts too; everything else goes to pytest, such as a file or ``-k name``.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from server import bootstrap

arguments = sys.argv[1:]
if "--full" in arguments:
    arguments.remove("--full")
    os.environ["UPTOYOU_FULL"] = "1"
os.chdir(bootstrap.ROOT)
workers = [] if any(one.startswith("-n") for one in arguments) else ["-n", "auto", "--dist", "worksteal"]
bootstrap.run("pytest", [*workers, *arguments], extra="test", debian=["chromium", "redis-server"])
