-- A new mart beside the scratch store of a build. Grain: file. Parameter: path.
ATTACH $path AS mart;
