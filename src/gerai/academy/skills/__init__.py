"""What each person can do, measured before and after learning."""
