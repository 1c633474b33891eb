"""Case packs: YAML files on disk, checked in words that an author understands, turned into the game's content."""
