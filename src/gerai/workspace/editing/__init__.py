"""Forms that several people, bad lines and closed laptops meet: no work is lost."""
