"""A button pressed twice: the same form sent two times at the same moment."""

import hashlib
import threading

from drill.editor import Editor

#: Names out of digits would be like one another, and the form would ask who is meant.
LETTERS = str.maketrans("0123456789", "ghijklmnop")


def name(number, turn):
    """Return a name that is like no other."""
    drawn = hashlib.sha256(f"{number}-{turn}".encode()).hexdigest()[:12]
    return f"Person {drawn.translate(LETTERS).capitalize()}"


def click_twice(number, port, session, path, times):
    """Make so many people, each by two presses at once; return what became of the presses."""
    editor, found = Editor(port, session), []
    for turn in range(times):
        form = editor.form(path) | {"name": [name(number, turn)]}
        presses = [
            threading.Thread(target=lambda form=form: found.append(editor.send(path, form)))
            for _ in range(2)
        ]
        for press in presses:
            press.start()
        for press in presses:
            press.join()
    return found
