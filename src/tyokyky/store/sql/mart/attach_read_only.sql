-- A finished mart beside a store in memory, for reading. Grain: file. Parameter: path.
ATTACH $path AS mart (READ_ONLY);
