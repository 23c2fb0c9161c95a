"""Workbooks and letters by which owners tell of their actions, and QEG decides about them."""
