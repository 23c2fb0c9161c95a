"""The facts that papers print, gathered from what is kept."""
