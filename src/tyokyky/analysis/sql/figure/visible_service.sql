-- Services that the figure can see, furthest along first, with part, rank and tolerance: see mart/visible_service.
-- Grain: service. Units: days.
SELECT service_code, part, service_rank, chain_gap_days
FROM visible_service
ORDER BY service_rank, service_code;
