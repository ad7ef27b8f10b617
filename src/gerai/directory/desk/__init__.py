"""What staff see of the directory in Wagtail: confirming, reports, shared records."""
