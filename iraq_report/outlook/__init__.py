"""Outlook: what each world would have predicted, what came, how well it did, and what is expected next."""
