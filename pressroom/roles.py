"""Roles and directives by which prose cites facts and verdicts, speaks another language, and lets words open cards."""

import html
import posixpath
from contextlib import contextmanager

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from pressroom import facts, verdicts

RIGHT_TO_LEFT = ("ar", "ckb", "fa", "he")


@contextmanager
def _named(environment):
    """Stop the build with the name of the page where a fact, a verdict or a translation is not there."""
    try:
        yield
    except (facts.FactError, verdicts.VerdictError) as error:
        raise ExtensionError(f"{environment.docname}: {error}") from error


def fact_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """``{fact}`id```: the display of a fact, linked to where it is computed."""
    environment = inliner.document.settings.env
    with _named(environment):
        item = facts.find(environment.app.press.facts, text.strip())
        shown = verdicts.translator(environment.app.press.records, environment.temp_data.get("press_language"))(item["display"])
    address = posixpath.relpath(item["chapter"] + ".html", posixpath.dirname(environment.docname) or ".")
    environment.app.press.records.note(item["id"], environment.docname)
    return [nodes.raw("", f'<a class="press-fact" href="{address}#fact-{item["id"]}">{html.escape(shown)}</a>', format="html")], []


class Verdicts(SphinxDirective):
    """``{verdicts} TABLE``: judgements with their bars, each opening its evidence; ``where: column=value`` takes only some."""

    required_arguments = 1
    option_spec = {"where": directives.unchanged_required, "brief": directives.flag}

    def run(self):
        where = tuple(self.options["where"].split("=")) if "where" in self.options else None
        with _named(self.env):
            made = verdicts.listed(self.env.app.press.records, self.arguments[0], self.env.docname, where, self.env.temp_data.get("press_language"), "brief" in self.options)
        return [nodes.raw("", made, format="html")]


class Language(SphinxDirective):
    """``{language} CODE``: text in another language; facts and verdicts in it are given by the table of translations."""

    required_arguments, has_content = 1, True

    def run(self):
        code = self.arguments[0]
        self.env.temp_data["press_language"] = code
        inner = nodes.container()
        try:
            self.state.nested_parse(self.content, self.content_offset, inner)
        finally:
            del self.env.temp_data["press_language"]
        direction = "rtl" if code in RIGHT_TO_LEFT else "ltr"
        return [nodes.raw("", f'<div class="press-language" lang="{code}" dir="{direction}">', format="html"), *inner.children, nodes.raw("", "</div>", format="html")]


def mention(app, doctree, docname):
    """Link the first mention of each term and actor, except on the page that explains the terms."""
    if docname != app.config.press_glossary and app.builder.format == "html":
        app.press.mentions.link(doctree, docname)


def setup(app):
    """Register what this module brings; the book itself stands ready as ``app.press``."""
    app.add_config_value("press_glossary", "glossary", "html")
    app.add_config_value("press_everyday", [], "html")
    app.connect("doctree-resolved", mention)
    app.add_role("fact", fact_role)
    app.add_directive("verdicts", Verdicts)
    app.add_directive("language", Language)
    app.add_css_file("cards.css", priority=901)
    app.add_js_file("cards.js", loading_method="defer")
