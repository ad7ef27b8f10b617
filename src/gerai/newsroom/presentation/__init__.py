"""Values ready for the templates: words, dates and pictures."""
