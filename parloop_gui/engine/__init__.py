"""The measuring engine: standard library only, travels to any CPython from 3.10 on."""
