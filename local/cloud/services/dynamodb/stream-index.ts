/** What the engine looks for at each write to a table with a stream, and at each read of the stream. */
const INDEXES = `
  PRAGMA busy_timeout = 5000;
  CREATE INDEX IF NOT EXISTS stream_by_number ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
  CREATE INDEX IF NOT EXISTS stream_by_shard ON _stream_records (table_name, shard_id, CAST(sequence_number AS INTEGER));
  CREATE INDEX IF NOT EXISTS stream_ends ON _stream_records (table_name, shard_id, sequence_number);
`;

/**
 * Gives the engine's own database (SQLite) the indexes that it lacks: dynoxide 1.2.1 goes through all records of all streams to number the next
 * one, so that after 30,000 records a transaction of 50 items takes 107 ms instead of 5. A Node without `node:sqlite` (before 22.13) leaves it slow.
 */
export async function indexStreams(dbPath: string): Promise<void> {
  const sqlite = await import('node:sqlite').catch(() => undefined);
  if (!sqlite) return;
  const database = new sqlite.DatabaseSync(dbPath);
  try {
    database.exec(INDEXES);
  } finally {
    database.close();
  }
}
