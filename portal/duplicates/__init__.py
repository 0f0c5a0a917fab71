"""Records that are one thing told twice, or two things told as one: merged, split, undone."""
