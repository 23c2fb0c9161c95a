"""Agencies, their units and contacts: who comes, who leaves."""
