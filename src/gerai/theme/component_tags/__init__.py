"""The tags behind ``{% load components %}``, by what they are for."""
