-- Copies a store to where it is changed; notes: tables that a change makes for itself. Grain: file.
COPY FROM DATABASE store_before TO store_copy;
DETACH store_before;
ATTACH ':memory:' AS notes;
USE store_copy;
