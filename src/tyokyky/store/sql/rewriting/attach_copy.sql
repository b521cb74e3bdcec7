-- The copy that is changed. Grain: file. Parameter: path.
ATTACH $path AS store_copy;
