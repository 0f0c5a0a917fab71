"""The rights of people: where somebody is named, hidden at once, erased for good, told in full."""
