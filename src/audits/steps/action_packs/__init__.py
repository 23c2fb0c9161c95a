"""Workbooks and letters: owners report on their actions, and the quality group decides."""
