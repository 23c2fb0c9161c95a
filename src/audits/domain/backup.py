"""What the trail says of backups."""

BACKUP_MADE = "backup made"
