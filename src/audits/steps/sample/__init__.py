"""Registers, frames and draws."""
