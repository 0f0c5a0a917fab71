"""A form that comes twice: how soon after the first it counts as a second click."""

import datetime

A_CLICK = datetime.timedelta(minutes=1)
