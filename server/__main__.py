"""``python3 server``: sets itself up when needed, then hosts workshops.

Run as a folder, this file has the standard library only and makes the environment; run as a module inside it, it
is the program.
"""

import os
import sys

if __package__:
    from server.cli import main

    main()
else:
    import bootstrap

    other_engine = "gevent" if os.environ.get("UPTOYOU_ENGINE") == "gevent" else ""
    bootstrap.run("server", sys.argv[1:], extra=other_engine)
