"""The book on paper: links stay within it, every chapter has a bookmark, and the print is tagged."""

import pypdf
import pytest
from bs4 import BeautifulSoup

from pressroom import paper

CONTENTS = """<nav class="press-contents"><ul><li class="toctree-l1"><a class="reference internal" href="index.html">Front</a></li>
<li class="toctree-l1"><a class="reference internal" href="chapters/two.html">Two</a></li></ul></nav>"""


@pytest.fixture
def folder(tmp_path):
    """A site of two pages."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static" / "press.css").write_text("p { color: black }")
    (tmp_path / "figures.html").write_text(f"<p>Figures</p>{paper.MARK}")
    (tmp_path / "index.html").write_text(f'''<a class="press-home">A Book</a>{CONTENTS}<article><h1 id="one">First question</h1>
        <p>See <a href="chapters/two.html#part">there</a> and <a href="records/x.html">a record</a>.</p><script>1</script></article>''')
    (tmp_path / "chapters" / "two.html").write_text('''<article><h1 id="one">Second question</h1><h2 id="part">A part</h2>
        <p><a href="../index.html">Back</a>, <a href="https://example.org/">out</a>.</p><details><summary>Numbers</summary>Forty</details></article>''')
    return tmp_path


def test_links_lead_within_the_document_and_ids_are_unique(folder):
    soup = BeautifulSoup(paper.document(folder), "html.parser")
    ids = [node["id"] for node in soup.find_all(id=True)]
    assert len(ids) == len(set(ids)) and len(ids) == 5
    targets = [link["href"] for link in soup.find_all("a", href=True)]
    assert all(target[1:] in ids for target in targets if target.startswith("#"))
    assert "https://example.org/" in targets and "a record" in soup.get_text() and not soup.find("script")


def test_the_print_is_tagged_bookmarked_and_whole(folder):
    paper.write(folder)
    printed = pypdf.PdfReader(folder / paper.NAME)
    assert printed.trailer["/Root"]["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in printed.trailer["/Root"]
    assert printed.trailer["/Root"]["/Lang"].startswith("en")
    titles = [item.title for item in printed.outline if not isinstance(item, list)]
    assert titles == ["First question", "Second question"]
    text = " ".join(page.extract_text() for page in printed.pages)
    assert "a record" in text and "Forty" in text
    assert paper.NAME in (folder / "figures.html").read_text()


def test_without_a_site_it_says_what_to_do(tmp_path):
    with pytest.raises(paper.PaperError, match="make book first"):
        paper.write(tmp_path)
