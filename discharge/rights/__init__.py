"""The patient's rights: a copy of all that is held on them, and an end to how long it is held."""
