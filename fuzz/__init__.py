"""Coverage-guided fuzzing of what reads strangers' text: `make fuzz`, or `python -m fuzz` with its options."""
