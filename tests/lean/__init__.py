"""Sites that hold less, so that a large index fits a free host."""
