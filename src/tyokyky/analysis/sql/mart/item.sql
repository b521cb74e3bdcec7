-- Items of all instruments: delivered ones win over shipped ones of the same id, later deliveries over earlier ones.
-- Grain: item. scale_min, scale_max in the item's own points.
CREATE TABLE item AS
WITH delivered AS (
    SELECT
        item_id, level AS participation_level, plane, scale_min, scale_max, reversed,
        row_number() OVER (PARTITION BY item_id ORDER BY row_id DESC) AS from_newest
    FROM live_item
)
SELECT item_id, participation_level, plane, scale_min, scale_max, reversed
FROM delivered
WHERE from_newest = 1
UNION ALL
SELECT item_id, participation_level, plane, scale_min, scale_max, reversed
FROM shipped_item
WHERE item_id NOT IN (SELECT item_id FROM live_item);
