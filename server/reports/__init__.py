"""What leaves the room, made from a workshop's state. Pure."""
