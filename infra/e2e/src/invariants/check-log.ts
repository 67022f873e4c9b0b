import type { Connection } from 'mongoose';

/** What is wrong with a board's log; empty when all is as it must be. */
export async function checkLog({ registryDb, board, acknowledgedKeys, intendedKeys }: CheckLogOptions): Promise<string[]> {
  const log = registryDb.collection('event_log');
  const faults: string[] = [];

  const causes = new Map<string, number>();
  const versions = new Map<string, bigint>();
  let expected = 1n;
  const entries = log
    .find({ board }, { projection: { position: 1, aggregate: 1, aggregateVersion: 1, cause: 1 }, promoteLongs: false })
    .sort({ position: 1 });
  for await (const entry of entries) {
    const position = BigInt(String(entry['position']));
    const aggregate = String(entry['aggregate']);
    const version = BigInt(String(entry['aggregateVersion']));
    if (position !== expected) faults.push(`position ${String(position)} where ${String(expected)} was due`);
    expected = position + 1n;
    const due = (versions.get(aggregate) ?? 0n) + 1n;
    if (version !== due) faults.push(`${aggregate} has version ${String(version)} where ${String(due)} was due`);
    versions.set(aggregate, version);
    const cause = String(entry['cause']);
    causes.set(cause, (causes.get(cause) ?? 0) + 1);
  }
  for (const key of acknowledgedKeys) {
    const times = causes.get(`http:${key}`) ?? 0;
    if (times !== 1) faults.push(`the acknowledged command ${key} took effect ${String(times)} times`);
  }
  for (const [cause, times] of causes) {
    if (cause.startsWith('http:') && (times !== 1 || !intendedKeys.has(cause.slice('http:'.length))))
      faults.push(`${cause} took effect ${String(times)} times`);
  }
  return faults.slice(0, 20);
}

export interface CheckLogOptions {
  readonly registryDb: Connection;
  readonly board: string;
  /** Keys the client saw acknowledged. */
  readonly acknowledgedKeys: Iterable<string>;
  /** Every key the client ever sent. */
  readonly intendedKeys: ReadonlySet<string>;
}
