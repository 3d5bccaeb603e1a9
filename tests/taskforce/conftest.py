"""Property tests are not timed: the first example may load the public holidays, and computers are busy."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
