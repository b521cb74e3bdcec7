-- What holds has changed once more: marts of an earlier revision are behind. Grain: one row.
UPDATE revision SET revision = revision + 1;
