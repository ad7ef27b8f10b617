"""What everyday Indonesian looks like when it is typed: spelling, affixes, slips."""
