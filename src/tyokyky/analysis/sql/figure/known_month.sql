-- The calendar months that can be known, numbered from 1970-01 = 0: see mart/known_month. Grain: one row. Units: months.
SELECT first_month, last_month
FROM known_month;
