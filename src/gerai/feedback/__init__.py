"""What people outside the desk say of pages: readers, and those who know better."""
