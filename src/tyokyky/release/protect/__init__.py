"""Which cells a release hides, and why: shares no code with the audit that checks it."""
