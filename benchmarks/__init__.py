"""What things cost, and how that grows. Each figure is a ratio of two things measured in turns in
one run, so that a busy machine slows both."""
