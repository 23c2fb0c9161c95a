"""How the engine itself is: its ticks, its stores, its disk."""
