"""Copies of a whole installation, and the way back from one.

``making`` takes a copy while the site is in use; ``bundle`` keeps one in a single file,
``store`` many of them in a place, each piece of content once; ``restoring`` brings one
back, all or nothing; ``drill`` proves that it could.
"""
