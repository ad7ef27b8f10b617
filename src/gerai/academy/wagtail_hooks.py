"""Registrations with the desk; nothing else."""
