"""What holds keep back, and what is destroyed when its time is over."""
