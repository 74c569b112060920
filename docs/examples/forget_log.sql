-- What PostgreSQL's write-ahead log still holds of a takedown, gone at once: as a superuser, in psql.
-- Segments that an archive or a replica takes are theirs to delete.

ALTER SYSTEM SET wal_recycle = off;

SELECT pg_reload_conf();

CHECKPOINT;

-- Segments that lie ready for later may be old ones: each is written once, so that it can go.
DO $$
BEGIN
  FOR segment IN 0 .. (SELECT count(*) FROM pg_ls_waldir()) LOOP
    PERFORM pg_logical_emit_message(false, 'newsledger', 'next segment');
    PERFORM pg_switch_wal();
  END LOOP;
END $$;

CHECKPOINT;

ALTER SYSTEM RESET wal_recycle;

SELECT pg_reload_conf();
