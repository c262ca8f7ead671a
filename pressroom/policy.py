"""The security policy of every page: what it may load and run, written into the page after the build.

Scripts run only from the site itself, or inline with the fingerprint that the policy lists; nothing may be evaluated from text;
no other host is asked for anything. Inline styles are allowed: charts place their parts by them.
"""

import base64
import hashlib
import re

from sphinx.errors import ExtensionError

SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
# A tag up to an attribute that begins with "on"; what stands in the quotes of other attributes is text.
HANDLER = re.compile(r"""<[a-z][^\s<>"']*(?:\s+(?!on)[^\s=<>"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*\s+on[a-z]+\s*=""", re.IGNORECASE)
HEAD = '<meta charset="utf-8">'
# Pages whose scripts hold a search index compiled to WebAssembly.
COMPILED = ("search.html",)


def policy(text, compiled=False):
    """Return the policy that fits a page.

    Parameters
    ----------
    text : str
        The page as HTML.
    compiled : bool
        Whether it may run WebAssembly.
    """
    inline = sorted({base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() for attributes, body in SCRIPT.findall(text)
                     if "src=" not in attributes and "json" not in attributes})
    scripts = ["'self'", *(f"'sha256-{value}'" for value in inline), *(["'wasm-unsafe-eval'"] if compiled else [])]
    return ("default-src 'none'; script-src " + " ".join(scripts) + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'")


def applied(address, text):
    """Return a page with its policy written into it.

    Parameters
    ----------
    address : str
        Of the page, from the root of the site.
    text : str
        The page as HTML, as it will stand.

    Raises
    ------
    ExtensionError
        If the page carries an event handler in its markup, which no policy here allows, or has no head to write into.
    """
    if found := HANDLER.search(SCRIPT.sub("", text)):
        raise ExtensionError(f"{address}: found {found.group()[-60:]!r}; no event handlers in markup: listen for the event in a script")
    if HEAD not in text:
        raise ExtensionError(f"{address}: has no {HEAD}; begin the head with templates/head.html")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(text, address in COMPILED)}">'
    return text.replace(HEAD, f"{HEAD}\n{meta}", 1)
