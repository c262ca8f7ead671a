"""New things from templates: ``python -m pressroom.new KIND NAME`` copies ``templates/KIND``, with NAME in place.

A template is a folder that mirrors the repository, with NAME and ROOM in paths and texts, and ``template.yaml``, which
says what to do next. What is left to say is marked FILL IN; the checks name each such line until it is gone.
"""

import re
import sys
from pathlib import Path

from pressroom import strict

TEMPLATES = "templates"
CARD = "template.yaml"


class NewError(ValueError):
    """Nothing was made; the message says why."""


def kinds(root):
    """Return the kinds of things that can be made: the folder is the registry."""
    return sorted(path.parent.name for path in Path(root, TEMPLATES).glob(f"*/{CARD}"))


def make(root, kind, name):
    """Make the files of a kind and return them, with the steps that are left.

    Parameters
    ----------
    root : path
        The repository.
    kind : str
        A folder of ``templates/``.
    name : str
        Lower case, digits and underscores; with ``folder/`` before it where the template asks for a room.

    Raises
    ------
    NewError
        If kind or name are not allowed, or a file is there already; nothing is written then.
    """
    root = Path(root)
    if kind not in kinds(root):
        raise NewError(f"no template {kind!r}; allowed: {', '.join(kinds(root))}")
    folder = root / TEMPLATES / kind
    card = strict.plain_yaml((folder / CARD).read_bytes())
    rooms = card.get("rooms", {"": ""})
    part, _, own = name.rpartition("/")
    if part not in rooms or not re.fullmatch("[a-z][a-z0-9_]*", own):
        before = f"one of {', '.join(rooms)}, a slash, and " if part not in rooms or rooms != {"": ""} else ""
        raise NewError(f"NAME={name}: allowed is {before}a name in lower case, digits and underscores")

    def filled(text):
        return text.replace("ROOM", rooms[part]).replace("PART", part).replace("NAME", own)
    made = {root / filled(path.relative_to(folder).as_posix()): filled(path.read_text(encoding="utf-8"))
            for path in sorted(folder.rglob("*")) if path.is_file() and path.name != CARD}
    there = [path.relative_to(root).as_posix() for path in made if path.exists()]
    if there:
        raise NewError(f"{', '.join(there)}: there already; choose another name")
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(made), [filled(step) for step in card["next"]]


def main(arguments=None):
    """Make what is asked for; return 1 with the reason if it cannot be made."""
    kind, name = (sys.argv[1:] if arguments is None else arguments)
    try:
        made, steps = make(Path.cwd(), kind, name)
    except NewError as error:
        print(f"stopped: {error}", file=sys.stderr)
        return 1
    print("made " + ", ".join(path.relative_to(Path.cwd()).as_posix() for path in made))
    print("\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
