/** Defaults for a small machine that also runs Node: written to cairn.conf, and overruled by what stands after it in postgresql.conf. */
export const SERVER_SETTINGS: Readonly<Record<string, string>> = {
  // Pools of all Cairn processes take at most 40; the rest is for the CLI and an administrator.
  max_connections: '60',
  shared_buffers: '128MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  // An acknowledged write is on disk.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_compression: 'on',
  min_wal_size: '80MB',
  max_wal_size: '512MB',
  checkpoint_timeout: '10min',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  random_page_cost: '1.1',
  jit: 'off',
  // Two cores are shared with Node; parallel plans also need /dev/shm, which containers keep small.
  max_parallel_workers_per_gather: '0',
  io_workers: '2',
  autovacuum_max_workers: '2',
  autovacuum_naptime: '20s',
  // Search reads the pending list of a GIN index from end to end: keep it short.
  gin_pending_list_limit: '256kB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %a ',
  log_min_duration_statement: '2s',
  // Statements are logged without their values: those may be personal.
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_lock_waits: 'on',
  log_checkpoints: 'off',
};

/** What the process tree relies on, given on the command line, which nothing overrules. */
export function fixedSettings(socketFolder: string, logFolder: string): string[] {
  const settings = {
    listen_addresses: '',
    port: '5432',
    unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    // One file per weekday, each emptied when its day comes round again.
    logging_collector: 'on',
    log_directory: logFolder,
    log_filename: 'postgresql-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: '0',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

export function settingsFile(): string {
  const lines = Object.entries(SERVER_SETTINGS).map(([name, value]) => `${name} = '${value}'`);
  return ['# Written by Cairn at every start. Your own settings go to the end of postgresql.conf.', ...lines, ''].join('\n');
}
