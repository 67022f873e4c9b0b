import type { RegistryContent, RegistryKind } from '@kcn/contracts';
import type { RecordVersion } from '../domain/facts/record-version';

/** The rows that count at a position: of each record the last version, withdrawn ones left out. */
export interface NaiveRecords {
  rows<K extends RegistryKind>(kind: K): RegistryContent[K][];
}

export function recordsAsOf(versions: readonly RecordVersion[], position: bigint): NaiveRecords {
  const last = new Map<string, RecordVersion>();
  for (const v of versions) {
    const id = `${v.kind} ${v.key}`;
    if (v.position <= position && (last.get(id)?.position ?? -1n) < v.position) last.set(id, v);
  }
  return {
    rows: <K extends RegistryKind>(kind: K) =>
      [...last.values()].filter((v) => v.kind === kind && v.content !== null).map((v) => v.content as RegistryContent[K]),
  };
}
