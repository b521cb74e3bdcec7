-- Lets go of the whole area and its mart: nothing but the part stays within reach. Grain: connection.
DETACH whole;
DETACH mart;
