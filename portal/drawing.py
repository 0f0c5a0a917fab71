"""How Jinja2 draws here: as it always does, but for what it does for templates that ours are not.

A page prints a thousand values and calls a hundred macros. For each value Jinja2 makes an object
that joins safely with others, though all that follows is a join of strings; for each call it asks
whether what is called wants to know the state of the template; of a row, which is a dict, it
first wants an attribute; and each time a template is drawn it looks up one by one what all have in
common. Together that is an eighth of a page's time.
"""

import jinja2
from jinja2.compiler import CodeGenerator
from markupsafe import _escape_inner as escape_text

#: What a row does not say.
NOTHING = jinja2.Undefined("A row does not say what the template wants of it.")


class Plain(CodeGenerator):
    """Writes the code of templates whose values are always escaped.

    What they call is given what stands between the brackets and nothing else.
    """

    def _output_child_pre(self, node, frame, finalize):
        self.write("environment.escaped(")

    def visit_Call(self, node, frame, forward_caller=False):
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for given in node.args:
            self.visit(given, frame)
            self.write(", ")
        for given in node.kwargs:
            self.write(f"{given.key}=")
            self.visit(given.value, frame)
            self.write(", ")
        self.write(")")


class Drawing(jinja2.Environment):
    code_generator_class = Plain

    def make_globals(self, own):
        """Return what a template has in common with all: put together once, as nothing is added."""
        return {**self.globals, **(own or {})}

    @staticmethod
    def escaped(value):
        """Return a value as HTML prints it."""
        if type(value) is str:
            return escape_text(value)
        return value.__html__() if hasattr(value, "__html__") else escape_text(str(value))

    def getattr(self, obj, attribute):
        """Return what a template names: the value of a dict, and of anything else an attribute."""
        if type(obj) is dict:
            if attribute in obj:
                return obj[attribute]
            if not hasattr(dict, attribute):
                return NOTHING
        return super().getattr(obj, attribute)
