"""Restraint drivers: what was done and threatened, and why less was done in June 2025."""
