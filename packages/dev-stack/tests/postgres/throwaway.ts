/** Settings of a server whose data nobody misses: it never waits for the disk. */
export const throwaway = { fsync: 'off', full_page_writes: 'off' };
