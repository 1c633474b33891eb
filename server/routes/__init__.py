"""HTTP: pages, their files, and a small JSON interface for what happens before a socket is open."""
