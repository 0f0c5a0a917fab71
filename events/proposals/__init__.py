"""Lines proposed for an event's list, out of a sheet or a text, until somebody takes them over."""
