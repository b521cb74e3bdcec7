"""What clients say: themes suggested, confirmed by a person, and how well two people agree."""
