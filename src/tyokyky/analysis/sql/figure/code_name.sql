-- Names of codes in three languages.
-- Grain: kind x code.
SELECT kind, code, name_fi, name_sv, name_en FROM code_name ORDER BY kind, code;
