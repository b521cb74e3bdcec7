-- Writes a new mart whole and lets go of it. Grain: file.
CHECKPOINT mart;
DETACH mart;
