/**
 * The server's settings, given at every start, so that an update of the product brings its own.
 * Chosen for one product on a small machine: durable commits, few connections, tables that are updated all day.
 */
export function serverSettings({ fsync }: { fsync: boolean }): string[] {
  const settings: Record<string, string | number> = {
    // Reached by nobody but this machine, by password only.
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    // The pool of this process, the owner's connection, and room for an operator's client.
    max_connections: 60,
    // The hot part of a million-row campaign fits.
    shared_buffers: '256MB',
    // Few checkpoints: each makes every page touched after it be written to the log in full. (Compressing those pages
    // was measured: 11 % less log for 12 % more of the processor, which is what we lack.)
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    // What was acknowledged survives a power cut.
    synchronous_commit: fsync ? 'on' : 'off',
    fsync: fsync ? 'on' : 'off',
    full_page_writes: fsync ? 'on' : 'off',
    // Disks of today: a random read costs about what a sequential one does.
    random_page_cost: 1.1,
    effective_io_concurrency: 64,
    // Our statements are short; compiling them costs more than running them.
    jit: 'off',
    // Rows of the ledger change state several times within seconds: dead versions must not pile up.
    autovacuum_naptime: '10s',
    autovacuum_vacuum_cost_limit: 2000,
    // Sorting a page of results stays in memory.
    work_mem: '8MB',
    maintenance_work_mem: '128MB',
    timezone: 'UTC',
    // Our log gets what happens to the server. Failed statements reach their caller, and their values no log.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    log_line_prefix: '',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
