"""A button pressed twice: the same form sent two times at the same moment."""

import threading

from drill.editor import Editor


def click_twice(number, port, session, path, times):
    """Make so many people, each by two presses at once; return what became of the presses."""
    editor, found = Editor(port, session), []
    for turn in range(times):
        form = editor.form(path) | {"name": [f"Person {number}-{turn}"]}
        presses = [
            threading.Thread(target=lambda form=form: found.append(editor.send(path, form)))
            for _ in range(2)
        ]
        for press in presses:
            press.start()
        for press in presses:
            press.join()
    return found
