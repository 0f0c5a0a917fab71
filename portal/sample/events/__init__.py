"""The events of the invented Institute, a module for each season."""
