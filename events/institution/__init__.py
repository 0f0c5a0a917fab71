"""The page of one institution: it tells of people and of events, and so stands above both."""
