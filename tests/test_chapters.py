"""Chapters keep the model: short, no programming in them, outputs stored and current."""

import ast

import nbformat

from pressroom import notebooks

MOST_CELLS, MOST_CODE_CELLS, MOST_LINES, MOST_PARAMETERS = 30, 12, 8, 6
PROGRAMMING = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Try, ast.Lambda, ast.With)


def pytest_generate_tests(metafunc):
    if "chapter" in metafunc.fixturenames:
        from pathlib import Path
        root = Path(__file__).resolve().parents[1]
        metafunc.parametrize("chapter", notebooks.chapters(root), ids=lambda path: path.relative_to(root).as_posix())


def code(path):
    return [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]


def test_a_chapter_is_short(chapter):
    cells = nbformat.read(chapter, 4).cells
    assert len(cells) <= MOST_CELLS and len(code(chapter)) <= MOST_CODE_CELLS
    for cell in code(chapter):
        if "parameters" not in cell.metadata.get("tags", []):
            assert len(cell.source.splitlines()) <= MOST_LINES, cell.source


def test_a_chapter_does_not_program(chapter):
    for cell in code(chapter):
        tree = ast.parse(cell.source)
        for node in ast.walk(tree):
            assert not isinstance(node, PROGRAMMING), f"{type(node).__name__} in: {cell.source}"
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                module = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
                assert module.split(".")[0] in {"iraq_report", "pressroom"}, f"import of {module}"
            assert not (isinstance(node, ast.Attribute) and node.attr.startswith("read_")), "chapters read no files"


def test_a_chapter_has_few_parameters_each_explained(chapter):
    assert len(notebooks.parameters(chapter)) <= MOST_PARAMETERS
    for cell in code(chapter):
        if "parameters" in cell.metadata.get("tags", []):
            assert "#" in cell.source


def test_a_chapter_answers_doubts_and_says_what_would_change_it(chapter):
    text = "\n".join(cell.source for cell in nbformat.read(chapter, 4).cells if cell.cell_type == "markdown")
    assert "**Answer.**" in text and "## What speaks against" in text and "## What would change our mind?" in text


def test_outputs_are_stored(chapter):
    cells = code(chapter)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1)), "run make refresh"
    assert sum(bool(cell.outputs) for cell in cells) >= 2, "no stored outputs: run make refresh"


def test_outputs_are_normalised(chapter):
    text = chapter.read_text(encoding="utf-8")
    assert notebooks.text(notebooks.normalise(nbformat.reads(text, 4))) == text


def test_outputs_are_those_of_a_fresh_run(chapter, root, built):
    fresh = root / "_build" / chapter.relative_to(root)
    assert fresh.exists(), "no fresh run in _build/chapters: run make book first (make test does)"
    assert fresh.read_text(encoding="utf-8") == chapter.read_text(encoding="utf-8"), (
        f"{chapter.relative_to(root)}: stored outputs differ from a fresh run; run make refresh and read the difference")


def test_figures_are_those_of_the_chapters(root, tmp_path):
    from pressroom import edition, site
    site.write_figures(tmp_path, edition.shown(root))
    stored = {path.name: path.read_text(encoding="utf-8") for path in (root / "figures").iterdir()}
    made = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert made.keys() == stored.keys(), "figures/ does not hold the figures of the chapters: run make refresh"
    for name in made:
        assert made[name] == stored[name], f"figures/{name} is old: run make refresh"


def test_every_figure_draws_marks(root):
    from pressroom import edition, pictures
    for name, (record, specification) in edition.shown(root).items():
        if specification:
            drawing = pictures.svg(specification)
            assert drawing.count("<path") + drawing.count("<circle") + drawing.count("<rect") > 5, f"{name}: an empty picture"
            assert len(record["alt"]) >= 40 and record["title"] and record["sources"]
