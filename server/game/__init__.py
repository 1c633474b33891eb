"""The rules of the game. Pure: no clock, no chance, no files, no network, no JSON."""
