"""What the trail says of the vault."""

KEY_CHANGED = "vault key changed"
