-- How much memory a build may use. Grain: connection. Parameter: memory_limit.
SET memory_limit = $memory_limit;
