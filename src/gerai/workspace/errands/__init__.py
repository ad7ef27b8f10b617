"""Everyday tasks as screens of their own; see the room's README."""
