import pytest
from django.apps import apps
from django.db import models

OURS = [
    model
    for app in ("portal", "organisations", "people", "events")
    for model in apps.get_app_config(app).get_models()
]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
class TestEveryModel:
    def test_has_an_order_in_which_no_two_rows_are_equal(self, model):
        assert model._meta.ordering
        assert model._default_manager.all().totally_ordered

    def test_has_words_for_a_row(self, model):
        assert model.__str__ is not models.Model.__str__

    def test_has_a_name_that_staff_read(self, model):
        if model._meta.label in {"portal.Site"}:
            return
        derived = model._meta.verbose_name == model._meta.original_attrs.get("verbose_name", None)
        assert derived, "verbose_name is not set"

    def test_names_its_constraints_by_app_and_rule(self, model):
        for constraint in model._meta.constraints:
            assert constraint.name.startswith(f"{model._meta.app_label}_")


def test_net_has_caught_the_models():
    assert len(OURS) >= 25
