-- From here on the connection reaches no file and no caller can loosen its settings. Grain: connection.
SET enable_external_access = false;
SET lock_configuration = true;
