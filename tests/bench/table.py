"""The figures by name, and the table that shows them."""

from collections.abc import Mapping, Sequence

Figures = Mapping[str, float]

_ANSWERS = {
    "p50": ("from a phone's tap to its acknowledgement, half of the phones within", "ms"),
    "p99": ("  99 of 100 phones within", "ms"),
    "max": ("  the last phone", "ms"),
    "wall": ("from the first tap to the last acknowledgement", "ms"),
    "count": ("from the first tap until the console shows that all have answered", "ms"),
    "cpu": ("server processor time for 1,000 answers, until the console shows them", "s"),
    "acks": ("acknowledgements that the phones received, together", "messages"),
    "more": ("other news that the phones received meanwhile (should be 0)", "messages"),
    "clock": ("pings and ticks of the connection meanwhile", "messages"),
    "client": ("how busy this benchmark itself was (near 100: it is the limit)", "%"),
}
SECTIONS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "COMING IN": {
        "workshops": ("workshops on the server", ""),
        "per_workshop": ("phones in each, at most", ""),
        "seats": ("seats taken over HTTP, 8 connections at a time", "per s"),
        "herd.p50": ("all phones connect at once: until its first whole view, half of the phones within", "ms"),
        "herd.p99": ("  99 of 100 phones within", "ms"),
        "herd.max": ("  the last phone", "ms"),
        "herd.cpu": ("  server processor time for each phone", "ms"),
        "herd.client": ("  how busy this benchmark itself was", "%"),
        "memory": ("server memory for each phone, its seat and its connection (PSS)", "kB"),
        "memory.start": ("server memory before the first phone", "MB"),
        "compressed": ("phones to which the server compresses", ""),
    },
    "ALL PHONES RULE AT THE SAME INSTANT": {f"ruling.{key}": row for key, row in _ANSWERS.items()},
    "ALL PHONES PREDICT AT THE SAME INSTANT": {f"prediction.{key}": row for key, row in _ANSWERS.items()},
    "THE FACILITATOR REVEALS THE CHAIR": {
        "reveal.press": ("from the press to its acknowledgement", "ms"),
        "reveal.p50": ("from the press until a phone has the chair's ruling, half of the phones within", "ms"),
        "reveal.p99": ("  99 of 100 phones within", "ms"),
        "reveal.max": ("  the last phone", "ms"),
        "reveal.own": ("from the press until the last phone has its own points", "ms"),
        "reveal.cpu": ("server processor time for each phone", "ms"),
        "reveal.views": ("views that each phone received", "messages"),
        "reveal.size": ("bytes of the views that each phone received, before compression", "kB"),
        "reveal.client": ("how busy this benchmark itself was", "%"),
    },
}
WIDTH = 86


def show(sizes: Sequence[int], columns: Sequence[Figures]) -> str:
    """One column for each number of phones."""
    lines = [f"{'':<{WIDTH}}" + "".join(f"{f'{size} phones':>14}" for size in sizes)]
    for title, rows in SECTIONS.items():
        lines += ["", title]
        for key, (name, unit) in rows.items():
            label = f"{name}, {unit}" if unit else name
            lines.append(f"{label:<{WIDTH}}" + "".join(f"{_number(column.get(key)):>14}" for column in columns))
    return "\n".join(lines)


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.3g}"
