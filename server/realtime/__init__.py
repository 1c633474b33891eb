"""Socket.IO: commands in, views out. Nothing here knows a rule."""
