-- The store as it will be. Grain: file. Parameter: path.
ATTACH $path AS store_after;
