from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0010_keep_documents_from_readers")]

    operations = [
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome__in", ["done", "partly"]), _negated=True),
                    models.Q(("wish__in", ["hide", "erase", "see"]), _negated=True),
                    ("checked_at__isnull", False),
                    _connector="OR",
                ),
                name="events_request_done_for_who_it_is",
                violation_error_message=(
                    "Check first that it is the person who asks: anybody could have."
                ),
            ),
        ),
    ]
