"""The figures by name, and the tables that show them."""

from collections.abc import Mapping, Sequence

Figures = Mapping[str, float]

_ANSWERS = {
    "p50": ("from a phone's tap to its acknowledgement, half of the phones within", "ms"),
    "p99": ("  99 of 100 phones within", "ms"),
    "max": ("  the last phone", "ms"),
    "wall": ("from the first tap to the last acknowledgement", "ms"),
    "count": ("from the first tap until the console shows that all have answered", "ms"),
    "busy": ("how busy one core of the server was", "%"),
    "carries": ("workshops that one core carries at this pace", ""),
    "cpu": ("server processor time for 1,000 answers, until the console shows them", "s"),
    "acks": ("acknowledgements that the phones received, together", "messages"),
    "more": ("other news that the phones received meanwhile (should be 0)", "messages"),
    "clock": ("pings and ticks of the connection meanwhile", "messages"),
    "client": ("how busy this benchmark itself was (near 100: it is the limit)", "%"),
}
_HERD = {
    "p50": ("until its first whole view, half of the phones within", "ms"),
    "p99": ("  99 of 100 phones within", "ms"),
    "max": ("  the last phone", "ms"),
    "rate": ("  phones", "per s"),
    "cpu": ("  server processor time for each phone", "ms"),
    "client": ("  how busy this benchmark itself was", "%"),
}


def _rows(what: str, rows: Mapping[str, tuple[str, str]], without: Sequence[str] = ()) -> dict[str, tuple[str, str]]:
    return {f"{what}.{key}": row for key, row in rows.items() if key not in without}


SECTIONS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "ALL PHONES CONNECT IN THE SAME INSTANT": {
        "workshops": ("workshops on the server", ""),
        "per_workshop": ("phones in each, at most", ""),
        "seats": ("seats taken over HTTP before, 8 connections at a time", "per s"),
        **_rows("herd", _HERD),
        "memory": ("server memory for each phone, its seat and its connection (PSS)", "kB"),
        "memory.start": ("server memory before the first phone", "MB"),
        "compressed": ("phones to which the server compresses", ""),
    },
    "ALL PHONES RULE AT THE SAME INSTANT": _rows("ruling", _ANSWERS, ("busy", "carries")),
    "ALL PHONES PREDICT WITHIN TEN SECONDS": _rows("prediction", _ANSWERS, ("wall", "count")),
    "ALL FACILITATORS REVEAL THE CHAIR IN THE SAME INSTANT": {
        "reveal.press": ("from the press to the last acknowledgement", "ms"),
        "reveal.p50": ("from the press until a phone has the chair's ruling, half of the phones within", "ms"),
        "reveal.p99": ("  99 of 100 phones within", "ms"),
        "reveal.max": ("  the last phone", "ms"),
        "reveal.own": ("from the press until the last phone has its own points", "ms"),
        "reveal.cpu": ("server processor time for each phone", "ms"),
        "reveal.views": ("views that each phone received", "messages"),
        "reveal.shared_size": ("bytes of the shared view that each phone received", "kB"),
        "reveal.own_size": ("bytes of the view of its own", "kB"),
        "reveal.client": ("how busy this benchmark itself was", "%"),
    },
    "ALL LINES BREAK, AND ALL PHONES COME BACK IN THE SAME INSTANT": _rows("back", _HERD),
}
COMPARED = (
    "herd.max",
    "herd.cpu",
    "memory",
    "ruling.p50",
    "ruling.p99",
    "ruling.wall",
    "ruling.cpu",
    "prediction.p99",
    "prediction.cpu",
    "reveal.p50",
    "reveal.p99",
    "reveal.max",
    "reveal.own",
    "reveal.cpu",
    "back.max",
    "back.cpu",
)
"""What means the same whoever serves it."""
WIDTH = 86


def show(shapes: Sequence[str], columns: Sequence[Figures]) -> str:
    """One column for each shape."""
    lines = [f"{'':<{WIDTH}}" + "".join(f"{shape:>14}" for shape in shapes)]
    for title, rows in SECTIONS.items():
        lines += ["", title]
        for key, row in rows.items():
            lines.append(f"{_label(row):<{WIDTH}}" + "".join(f"{_number(column.get(key)):>14}" for column in columns))
    return "\n".join(lines)


def compare(ours: Figures, others: Mapping[str, Figures]) -> str:
    """Ours beside the others of the same run, and as a multiple of each: below 1, ours is the better one."""
    names = [name for one in others for name in (one, f"ours ÷ {one}")]
    lines = [f"{'':<{WIDTH}}{'ours':>14}" + "".join(f"{name:>14}" for name in names)]
    for title, rows in SECTIONS.items():
        compared = {key: row for key, row in rows.items() if key in COMPARED}
        lines += ["", title] if compared else []
        for key, row in compared.items():
            cells = [_number(ours.get(key))]
            for other in others.values():
                cells += [_number(other.get(key)), _number(_ratio(ours.get(key), other.get(key)))]
            lines.append(f"{_label(row):<{WIDTH}}" + "".join(f"{cell:>14}" for cell in cells))
    return "\n".join(lines)


def _ratio(ours: float | None, other: float | None) -> float | None:
    return ours / other if ours is not None and other else None


def _label(row: tuple[str, str]) -> str:
    name, unit = row
    return f"{name}, {unit}" if unit else name


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.3g}"
