"""Where the people who run the site learn to: a place to practise, and lessons."""
