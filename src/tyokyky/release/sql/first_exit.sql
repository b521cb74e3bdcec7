-- First day on which anyone left a path service. Grain: one row; null without exits.
SELECT min(ended_on) AS first_exit_on FROM click_exit;
