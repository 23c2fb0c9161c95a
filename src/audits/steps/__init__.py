"""What happens: one file a step, one verb, one public function."""
