"""The built-in loops: one file per kind, all real work with results that can be checked."""
