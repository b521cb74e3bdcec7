-- Path services that the register delivers: the joints of a release, whether anyone has left them or not.
-- Grain: service. Units: days. Source: visible_service.
SELECT service_code, chain_gap_days
FROM visible_service
WHERE part = 'path'
ORDER BY service_code;
