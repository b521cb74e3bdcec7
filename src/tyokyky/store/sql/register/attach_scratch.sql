-- The scratch store of a build beside the register. Grain: file. Parameter: path.
ATTACH $path AS scratch;
