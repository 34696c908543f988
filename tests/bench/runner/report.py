"""Rows of raw measurements, medians of them, the table and the CSV files."""

import csv
import datetime
import pathlib
import statistics


class Void(Exception):
    """A measurement that means nothing, because an answer was wrong or missing."""


class Rows:
    def __init__(self, folder: pathlib.Path):
        self._folder = folder
        self._raw: list[dict] = []
        self._figures: list[dict] = []

    def add(self, figure: str, subject: str, round_: int, **values: float) -> None:
        for metric, value in values.items():
            self._raw.append({"figure": figure, "subject": subject, "round": round_, "metric": metric, "value": value})

    def values(self, figure: str, subject: str, metric: str) -> list[float]:
        return [row["value"] for row in self._raw
                if (row["figure"], row["subject"], row["metric"]) == (figure, subject, metric)]

    def median(self, figure: str, subject: str, metric: str) -> float:
        values = self.values(figure, subject, metric)
        if not values:
            raise Void(f"no {metric} of {subject} was measured")
        return statistics.median(values)

    def paired(self, figure: str, subject: str, other: str, metric: str, combine) -> float:
        """The median over the rounds of combine(subject's value, other's value of the same round)."""
        pairs = list(zip(self.values(figure, subject, metric), self.values(figure, other, metric)))
        if not pairs:
            raise Void(f"no {metric} of both {subject} and {other} was measured")
        return statistics.median(combine(one, two) for one, two in pairs)

    def figure(self, name: str, value: float | None, unit: str = "", reach: float | None = None, aim: float | None = None,
               detail: str = "") -> None:
        """A line of the table. `reach`: it must be at most that; none: it is only told."""
        verdict = "" if reach is None or value is None else "ok" if value <= reach else "MISSED"
        self._figures.append({"figure": name, "value": value, "unit": unit, "reach": reach, "aim": aim, "verdict": verdict,
                              "detail": detail})

    def void(self, name: str, error: Exception) -> None:
        self._figures.append({"figure": name, "value": None, "unit": "", "reach": None, "aim": None, "verdict": "VOID",
                              "detail": str(error)[:1000]})

    def has_misses(self) -> bool:
        return any(figure["verdict"] in ("MISSED", "VOID") for figure in self._figures)

    def write(self, description: dict[str, str]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        stamp = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        for kind, rows in (("raw", self._raw), ("figures", self._figures)):
            if not rows:
                continue
            for name in (f"{stamp}-{kind}.csv", f"latest-{kind}.csv"):
                with open(self._folder / name, "w", newline="") as file:
                    writer = csv.DictWriter(file, [*rows[0], *description])
                    writer.writeheader()
                    writer.writerows(row | description for row in rows)

    def table(self, description: dict[str, str], seconds: float) -> str:
        lines = [f"{description['cpu']}, Linux {description['kernel']}, {description['nginx']}; {description['mode']} run of "
                 f"{seconds:.0f} s"]
        if description["other_cpu"] == "unknown" or float(description["other_cpu"]) > 0.05:
            lines.append(f"NOISY: other programs had {description['other_cpu']} of the CPU (load before: "
                         f"{description['load_before']}); latencies and rates mean little, CPU ratios something.")
        lines.append("")
        cells = [("figure", "measured", "reach", "", "")]
        for figure in self._figures:
            value = "–" if figure["value"] is None else f"{figure['value']:.3g} {figure['unit']}".rstrip() \
                if abs(figure["value"]) < 1000 else f"{figure['value']:,.0f} {figure['unit']}".rstrip()
            reach = "" if figure["reach"] is None else f"≤ {figure['reach']:g}" \
                + (f" (aim {figure['aim']:g})" if figure["aim"] is not None else "")
            cells.append((figure["figure"], value, reach, figure["verdict"], figure["detail"]))
        widths = [max(len(row[column]) for row in cells) for column in range(4)]
        for row in cells:
            lines.append("  ".join(row[column].ljust(widths[column]) for column in range(4)).rstrip()
                         + (f"  {row[4]}" if row[4] else ""))
        return "\n".join(lines)
