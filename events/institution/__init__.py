"""Institutions, as far as they tell of people and of events: so it stands above both."""
