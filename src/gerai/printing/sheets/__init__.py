"""From records to documents that can be laid out."""
