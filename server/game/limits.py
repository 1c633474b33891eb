"""How much of everything one workshop takes. Named values in one place."""

CAPACITY = 400
"""Seats."""
MOST_MANAGERS = 8
OPEN_CLAIMS = 20
"""Phones that may wait at once for the facilitator to let them back in."""
STRANGE_DEVICES = 2
"""Devices that may open a link after the first one, before the facilitator has said whose they are."""
MOST_STEPS = 60
"""Steps of an agenda."""
LONGEST_STEP = 240
"""Minutes."""

LONGEST_NAME = 24
LONGEST_TITLE = 60
LONGEST_OWNER = 80
LONGEST_TEXT = 280
LONGEST_PART = 140
"""Signs of each of the three parts of praise."""
LONGEST_TELLING = 160
"""Signs of a humour line."""
LONGEST_NOTE = 2000
"""Signs of the facilitator's own notes on a case."""
LONGEST_LINE = 600
MOST_WORDS = 60
"""Visible words of a line: more is not read at the counter."""

MOST_REASONS = 2
MOST_NOTES = 3
"""Impact notes of one rep in a round."""
MOST_THANKS = 10
MOST_COMMITMENTS = 3
MOST_PRAISE = 200
"""Lines of one manager."""
TOO_ALIKE = 0.8
"""Praise that repeats more than this share of an earlier line of the same manager is refused."""
