-- A store that is thrown away with its connection is not put in order on disk first. Grain: connection.
PRAGMA disable_checkpoint_on_shutdown;
