-- Room in memory for the whole area's tables, from which a part is taken; what follows is made there. Grain: connection.
ATTACH ':memory:' AS whole;
USE whole;
