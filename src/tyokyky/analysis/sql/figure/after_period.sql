-- What became of ended register periods by the rule of the official register: see mart/ended_period_count.
-- Grain: service x year of the end. Units: counts of periods.
-- Parameters: $since, $until (last days), $service, $municipality, $unit (null = no limit).
SELECT
    service_code,
    year(ended_on)::BIGINT AS year,
    sum(ended_count)::BIGINT AS ended_count,
    sum(in_service_count)::BIGINT AS in_service_count,
    sum(unemployed_count)::BIGINT AS unemployed_count,
    bool_or(has_jobseekers) AS has_jobseekers
FROM ended_period_count
WHERE
    ($since::DATE IS NULL OR ended_on >= $since::DATE)
    AND ($until::DATE IS NULL OR ended_on <= $until::DATE)
    AND ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
    AND ($municipality::VARCHAR IS NULL OR municipality_code = $municipality::VARCHAR)
    AND ($unit::VARCHAR IS NULL OR unit_code = $unit::VARCHAR)
GROUP BY service_code, year(ended_on)
ORDER BY service_code, year(ended_on);
