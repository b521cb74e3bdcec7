"""What clients say: answers on their way in, themes suggested and confirmed, and how well two people agree."""
