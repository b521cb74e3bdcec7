-- Link groups that deliveries of one controller were ever pseudonymised in. Grain: link group. Parameter: $controller.
SELECT DISTINCT link_group FROM batch WHERE controller = $controller ORDER BY link_group;
