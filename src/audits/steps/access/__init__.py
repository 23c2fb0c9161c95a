"""Who may use the website: accounts, passwords and who is signed in."""
