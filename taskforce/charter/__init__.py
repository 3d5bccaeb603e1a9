"""The charter: a task force's regulation as one TOML file, read and checked (docs/charter.md)."""

from taskforce.charter.errors import CharterError, Problem
from taskforce.charter.loader import load_file, load_preset, preset_names
from taskforce.charter.model import Charter

__all__ = ["Charter", "CharterError", "Problem", "load_file", "load_preset", "preset_names"]
