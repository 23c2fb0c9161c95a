"""What keeps a workspace safe: its backup made, and a workspace made of one."""
