-- A changed copy written once more, row by row: what was deleted is in no byte of the new file. Grain: file.
COPY FROM DATABASE store_copy TO store_after;
USE notes;
DETACH store_copy;
CHECKPOINT store_after;
DETACH store_after;
