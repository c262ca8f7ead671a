"""The evidence about the evidence: coverage, the check of claims, contradictions."""
