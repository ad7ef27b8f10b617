"""What a phone keeps for the time without a signal; see docs/offline.md."""
