"""WRITES, by subject: one verb a file, one public function, its helpers below it."""
