"""How dates, times and numbers are written; Django looks here before its own files.

Both languages are for one office, so both write the day first and begin the week on
Monday. What is typed may look as Indonesians write it (``26/11/2026``, ``14.30``);
the international order of year, month, day is always understood, too.
"""

DAY_FIRST = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d-%m-%y"]
TIMES = ["%H.%M", "%H:%M", "%H.%M.%S", "%H:%M:%S"]
MOMENTS = [f"{day} {time}" for day in DAY_FIRST for time in TIMES]
MONDAY = 1
