-- Back to the store itself, with the whole area's tables still in sight as `whole`. Grain: connection.
USE memory;
