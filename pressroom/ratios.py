"""The page of the benchmark: medians and ratios from the committed record, ``benchmark.json``."""

import html
import statistics

from pressroom.bench import RECORD, SWEPT, TIMES
from pressroom.pictures import scroll
from pressroom.verify import Committed

# What is held against what: the case of the press, the stock cases that add up to the same work, what we set out to reach, and runs in each.
WANTED = (("Whole book from nothing", "whole book", ("chapters run", "site built"), 5),
          ("Words of one chapter changed", "words of one chapter changed", ("chapters run", "site built"), 8),
          ("Code of one chapter changed", "code of one chapter changed", ("chapters run", "site built"), 8),
          ("Rows of the largest table changed", "rows of one table changed", ("chapters run", "site built"), 8),
          ("Strict nbval of all chapters", "strict nbval", ("strict nbval",), 4))


def medians(record, value="seconds"):
    """Return (case, tool) -> median of a value over the repetitions."""
    return {(row["case"], row["tool"]): statistics.median(row[value]) for row in record["cases"]}


def ratios(record):
    """Return title, seconds of the stock tools, seconds of the press, how many times faster, and what was wanted; one row a comparison that was measured."""
    found, rows = medians(record), []
    for title, case, against, wanted in WANTED:
        if (case, "press") in found and all((name, "stock") in found for name in against):
            stock, press = sum(found[name, "stock"] for name in against), found[case, "press"]
            rows.append((title, stock, press, stock / press, f"at least {wanted}"))
    one, two = (found.get((f"sweep of {SWEPT} runs, {workers}", "press")) for workers in ("1 worker", "2 workers"))
    if one and two and ("chapters run", "stock") in found:
        chapter = found["chapters run", "stock"] / record["chapters"]
        rows += [("One run of a sweep, one worker, against papermill", chapter, one / SWEPT, chapter * SWEPT / one, "at least 8"), ("Sweep with two workers against one", one, two, one / two, "at least 1.7")]
    single, many = (found.get((f"{TIMES} chapters, {words}", "press")) for words in ("one run each", f"{TIMES} runs each"))
    if single and many:
        rows.append((f"{TIMES} times the chapters: how many times longer", single, many, many / single, f"at most {TIMES}"))
    return rows


def page_html(record):
    """Return the record as HTML: ratios, every case, and pages."""
    told = {"Measured on": record["measured"], "Commit": record["commit"][:12], "Machine": record["machine"], "Repetitions": record["repetitions"], "Chapters": record["chapters"],
            "Versions": ", ".join(f"{name} {version}" for name, version in record["versions"].items())}
    parts = ["<dl>" + "".join(f"<dt>{name}</dt><dd>{html.escape(str(value))}</dd>" for name, value in told.items()) + "</dl>"]
    parts.append(_table("Ratios of medians", ("Case", "Held against, seconds", "Press, seconds", "Ratio", "Wanted"),
                        [(title, f"{stock:.1f}", f"{press:.1f}", f"{ratio:.1f}", wanted) for title, stock, press, ratio, wanted in ratios(record)]))
    idle = medians(record).get(("nothing changed", "press"))
    if idle is not None:
        parts.append(f"<p>Nothing changed: {idle:.1f} seconds; wanted: under 1.</p>")
    parts.append(_table("Every case: median and span", ("Case", "Tool", "Seconds", "From", "To", "Processor seconds", "Largest process, MB"),
                        [(row["case"], row["tool"], f"{statistics.median(row['seconds']):.1f}", f"{min(row['seconds']):.1f}", f"{max(row['seconds']):.1f}",
                          f"{statistics.median(row['processor_seconds']):.1f}", f"{statistics.median(row['largest_process_mb']):.0f}") for row in record["cases"]]))
    if record["pages"]:
        parts.append(_table("The heaviest page of each kind, on a simulated phone", ("Kind", "Site", "Page, kB sent", "All, kB sent", "Performance", "Accessibility", "Best practices", "Findable", "Layout shift"),
                            [(row["kind"], row["site"], row["page_kb"], *([round(row["total-byte-weight"] / 1024), row["performance"], row["accessibility"], row["best-practices"], row["seo"], row["cumulative-layout-shift"]]
                              if "performance" in row else [""] * 6)) for row in record["pages"]]))
    return f'<div class="press-generated">{"".join(parts)}</div>'


def _table(caption, heads, rows):
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join("<tr>" + "".join(f'<td data-label="{name}">{html.escape(str(cell))}</td>' for name, cell in zip(heads, row)) + "</tr>" for row in rows)
    return scroll(f"<table class=press-rows><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>", caption)


class Benchmark(Committed):
    """``{benchmark}``: the committed record of the last benchmark."""

    record, tell = RECORD, staticmethod(page_html)


def setup(app):
    """Register the directive with Sphinx."""
    app.add_directive("benchmark", Benchmark)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
