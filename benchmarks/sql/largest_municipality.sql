-- The municipality with the most exits, its exits and all exits. Grain: one row.
SELECT municipality_code, count(*) AS exit_count, (SELECT count(*) FROM service_exit) AS whole_count
FROM service_exit
GROUP BY municipality_code
ORDER BY exit_count DESC, municipality_code
LIMIT 1;
