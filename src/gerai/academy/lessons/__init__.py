"""What there is to learn, and how far each person is."""
