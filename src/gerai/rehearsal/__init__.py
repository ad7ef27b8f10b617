"""Whether what is done just now is done in a copy of the site, to practise."""
