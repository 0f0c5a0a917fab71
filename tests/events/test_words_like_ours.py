"""Staff type by themselves what the site puts where a name stood: it stays what they typed."""

import pytest
from django.core.management import call_command

from events.rights import covering
from events.rights.erasing import erase
from tests import builders
from tests.events.somebody import NAME, World, gone

pytestmark = pytest.mark.django_db

BODY = f"<p>[name removed] met {NAME}. [name not shown] met [passage not shown]. [–] left.</p>"
COVERED = BODY.replace(NAME, "[name not shown]")
ERASED = BODY.replace(NAME, "[name removed]")


def test_it_is_covered_shown_again_erased_and_erased_anew_as_any_other_words(settings, tmp_path):
    settings.ERASURE_LOG = tmp_path / "numbers"
    world = World()
    event = builders.event(f"[name removed] and {NAME}", slug="both")
    text = builders.report(event, "[name removed]", body=BODY)
    door = {"by": world.user, "reason": "They asked"}
    covering.hide(world.person, **door)
    assert (gone(text).body, gone(event).name) == (COVERED, "[name removed] and [name not shown]")
    covering.show(world.person, **door)
    assert (gone(text).body, gone(event).name) == (BODY, f"[name removed] and {NAME}")
    covering.hide(world.person, **door)
    erase(world.person, by=world.user)
    for _again in range(2):
        assert (gone(text).title, gone(text).body) == ("[name removed]", ERASED)
        assert gone(event).name == "[name removed] and [name removed]"
        call_command("replay_erasures", verbosity=0)
