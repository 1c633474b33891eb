"""``python3 server``: sets itself up when needed, then hosts workshops.

Run as a folder, this file has the standard library only and makes the environment; run as a module inside it, it
is the program.
"""

import sys

if __package__:
    from server.cli import main

    main()
else:
    import bootstrap

    bootstrap.run("server", sys.argv[1:])
