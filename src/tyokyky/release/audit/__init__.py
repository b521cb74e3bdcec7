"""What an attacker can learn from a release folder and all earlier ones: reads the files and nothing else of ours."""
