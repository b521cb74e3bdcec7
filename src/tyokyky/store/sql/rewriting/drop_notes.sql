-- Lets go of what was noted while the versions of one table were weighed. Grain: table.
DROP TABLE notes.main.live_row;
DROP TABLE notes.main.closed_row;
DROP TABLE notes.main.confirmed;
