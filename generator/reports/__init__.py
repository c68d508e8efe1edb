"""Problems for programs: GitHub's annotations and summaries, JSON, SARIF."""
