-- Steps of the paths of some persons. Grain: spell (background left out) x person. Beside: chosen_person (person_key).
SELECT spell.person_key, spell.service_code, spell.municipality_code, spell.unit_code
FROM spell
SEMI JOIN chosen_person USING (person_key)
WHERE spell.part <> 'background'
ORDER BY spell.person_key, spell.started_on, spell.service_rank, spell.service_code, spell.spell_key;
