"""The texts of the screens, as the server hands them to papers."""

import json

from server.paths import WEB
from server.reports.words import Words

LANGUAGES = ("en", "fr", "nl", "de", "es")


def words(language: str = "en") -> Words:
    english, own = (json.loads((WEB / "i18n" / f"{one}.json").read_text()) for one in ("en", language))
    return Words(language, english | own)
