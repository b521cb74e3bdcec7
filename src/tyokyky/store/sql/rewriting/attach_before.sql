-- The store to be written anew, only read. Grain: file. Parameter: path.
ATTACH $path AS store_before (READ_ONLY);
