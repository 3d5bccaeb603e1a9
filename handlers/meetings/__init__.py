"""Meetings, from the notice to the conclusions: a package a stage of a meeting's life, a module a step.

``convene`` → ``invite`` (and ``absences``) → ``before`` (and ``changes``) → ``hall`` → ``conclude``. Here stands what
all of them share: who may do what, who hears of it, and the buttons that lead from one stage into another.
"""
