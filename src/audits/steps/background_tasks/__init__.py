"""Long work that pages ask for, done beside the website."""
