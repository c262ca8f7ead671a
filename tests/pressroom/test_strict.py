"""Strict reading: what a lenient reader lets pass is refused at its line, and what is sound comes through whole."""

import pytest

from pressroom import strict


@pytest.mark.parametrize("content, row, said", [
    (b"a: 1\nb: 2\na: 3\n", 3, "the key 'a' twice"),
    (b"a: {x: 1,\n x: 2}\n", 2, "the key 'x' twice"),
    (b"a: &one 1\nb: *one\n", 1, "an alias"),
    (b"a: 1\nb: 2025-13-45\n", 2, "'2025-13-45'"),
    (b"a: 1\nb: !!python/name:os.system\n", 2, "the tag"),
    (b"a: 1\n<<: {b: 2}\n", 2, "'<<' as a key"),
    (b"a: 1\nno: 2\n", 2, "'no' as a key"),
    (b"a: .inf\n", 1, "'.inf'"),
    (b"a: 1\nb: [1\n", 3, "allowed: YAML"),
    (b"- a\n", 1, "no mapping"),
    (b"", 1, "nothing"),
    (b"\xef\xbb\xbfa: 1\n", 1, "byte order mark"),
    (b"a: 1\nb: \xff\n", 2, "0xff"),
    ("a: 1\nb: \u202ex\n".encode(), 2, "U+202E"),
    (b"a: 1\nb: \x00\n", 2, "U+0000"),
    (b"a: " + b"[" * 100_000, 1, "nesting"),
    (b"a: x\n" + b"? " * 500 + b"x\n", 2, "nesting"),
    (b"a: " + b"x" * 2_000_000, None, "2000003 bytes"),
])
def test_yaml_that_misleads_is_refused_at_its_line(content, row, said):
    with pytest.raises(strict.Unreadable) as caught:
        strict.plain_yaml(content)
    assert caught.value.row == row and said in str(caught.value)


def test_sound_yaml_comes_through_whole():
    made = strict.plain_yaml("a: 1\r\nb: [x, 2.5, true]\r\nc: {d: 'می\u200cشود'}\r\n".encode())
    assert made == {"a": 1, "b": ["x", 2.5, True], "c": {"d": "می\u200cشود"}}


@pytest.mark.parametrize("content, row, said", [
    (b'a,b\n1,"two\n3,four\n', 2, "unexpected end of data"),
    (b'a,b\n1,"two"three\n', 2, "expected after"),
    (b"a,b\n1,\xe9\n", 2, "0xe9"),
    (b"\xef\xbb\xbfa,b\n", 1, "byte order mark"),
    (b'a,b\n1,2\n3,"4"5\n6,7\n', 3, "expected after"),
    (b"a,b\r1,2\r", 1, "new-line character"),
])
def test_a_table_that_misleads_is_refused_at_its_row(content, row, said):
    with pytest.raises(strict.Unreadable) as caught:
        list(strict.rows(content))
    assert caught.value.row == row and said in str(caught.value)


def test_line_ends_of_windows_change_nothing():
    assert list(strict.rows(b'a,b\r\n1,"two, ""2"""\r\n')) == list(strict.rows(b'a,b\n1,"two, ""2"""\n')) == [["a", "b"], ["1", 'two, "2"']]
