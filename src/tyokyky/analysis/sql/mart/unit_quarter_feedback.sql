-- What clients said without telling who they are, by the place and time that they told (definitions, section 7). Unit-level: it says
-- nothing of single persons, and is joined to exits by the quarter before the exit.
-- Grain: unit x service x quarter x level x plane. Units: responses with a scored answer (count), mean of scaled answers 0-1 (null:
-- only "not applicable"). Source: feedback_answer, anonymous answers of clients.
CREATE TABLE unit_quarter_feedback AS
SELECT
    unit_code,
    service_code,
    answered_quarter,
    participation_level,
    plane,
    count(DISTINCT CASE WHEN scaled_score IS NOT NULL THEN response_key END) AS response_count,
    avg(scaled_score) AS mean_score
FROM feedback_answer
WHERE respondent = 'client' AND NOT is_linked
GROUP BY unit_code, service_code, answered_quarter, participation_level, plane
ORDER BY unit_code, service_code, answered_quarter, participation_level, plane;
