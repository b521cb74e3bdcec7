-- Lets go of the scratch store. Grain: file.
DETACH scratch;
