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
# Hundreds of processes start, each from what the first one has compiled, whatever the environment says of keeping it.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Much of the time a test waits for a clock, a browser or a server: so there are more of them than cores.
several = str(4 + (os.cpu_count() or 1))
workers = [] if any(one.startswith("-n") for one in arguments) else ["-n", several, "--dist", "worksteal"]
bootstrap.run("pytest", [*workers, *arguments], extra="test", debian=["chromium", "redis-server"])
