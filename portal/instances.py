"""Objects made of the rows that a question finds, without what Django does for new ones.

Django gives each value to a descriptor of its field and calls two signals for each object. What a
row of the database says needs neither: it stands among the attributes as it is read.
"""

from django.db.models.base import ModelState


class Instances:
    """How the rows of a question become objects of a model, with those that are joined to them."""

    def __init__(self, klass_info, select):
        self.model = klass_info["model"]
        places = klass_info["select_fields"]
        self.columns = slice(places[0], places[-1] + 1)
        self.names = [one.target.attname for one, *_rest in select[self.columns]]
        self.key = self.columns.start + self.names.index(self.model._meta.pk.attname)
        self.joined = [
            (Instances(one, select), one["local_setter"], one["remote_setter"])
            for one in klass_info.get("related_klass_infos", ())
        ]

    def of(self, row, alias):
        """Return the object of a row, None where nothing is joined to it."""
        if row[self.key] is None:
            return None
        made = self.model.__new__(self.model)
        state = made._state = ModelState()
        state.adding, state.db = False, alias
        made.__dict__.update(zip(self.names, row[self.columns], strict=True))
        for joined, tell_this, tell_other in self.joined:
            other = joined.of(row, alias)
            tell_this(made, other)
            if other is not None:
                tell_other(other, made)
        return made


def take_over(made, stored):
    """Give an object what another says that was read just now, and nothing that was read earlier.

    Like refresh_from_db(), of a row that is read already.
    """
    names = [field.attname for field in made._meta.concrete_fields]
    made.__dict__.update((name, stored.__dict__[name]) for name in names)
    made._state.fields_cache = {**stored._state.fields_cache}
    made._prefetched_objects_cache = {}
    made._state.db = stored._state.db
