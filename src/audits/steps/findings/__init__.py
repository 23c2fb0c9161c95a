"""Findings: analysed, worded, checked by agencies, agreed."""
