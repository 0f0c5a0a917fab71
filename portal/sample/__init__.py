"""The sample site: the founding case, and two busy years of an institute that does not exist."""
