"""What the server does with one command: decide, save, and only then tell."""
