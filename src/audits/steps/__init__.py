"""Everything that changes what is stored, by subject: one public function a file."""
