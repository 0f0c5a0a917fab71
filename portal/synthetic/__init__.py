"""A record of any size, for measuring: made up from a seed, put in by bulk, not by the door.

What the door would have derived is here too (folded names, who is named and visible, closure rows,
addresses, lines of the public history); a test compares. Versions are left out: nobody looks
into the past of what was made up, and the first change in the admin begins one.
"""
