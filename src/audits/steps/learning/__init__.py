"""What was learnt: training, sharing, challenges, surveys."""
