from django.db import migrations, models

REASONS = [
    ("same", "the same name"),
    ("order", "the same words in another order"),
    ("together", "written together or apart"),
    ("letter", "a letter differs"),
    ("letters", "letters differ"),
    ("initials", "initials in place of a name"),
    ("short", "a part of the name is left out"),
    ("acronym", "the first letters of the name"),
    ("several", "several have this name"),
    ("elsewhere", "the same name, not known to be of this institution"),
    ("large", "the same name, in a large institution"),
    ("position", "the same name, in another position"),
    ("country", "the same name, in another country"),
    ("department", "the same name, as a department of another"),
    ("erased", "somebody was erased from this list"),
    ("other", "not alike"),
]


class Migration(migrations.Migration):
    dependencies = [("events", "0011_check_who_asks")]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="reason",
            field=models.CharField(blank=True, choices=REASONS, max_length=10),
        )
        for name in ("intakebody", "intakeline")
    ]
