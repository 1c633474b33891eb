"""Up to You: a multiplayer game server for facilitated workshops."""
