"""Help on every screen: the lesson in short, a tour, and the way to practise."""
