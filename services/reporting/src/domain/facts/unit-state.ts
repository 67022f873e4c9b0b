import type { RecordContent, RecordKind, RecordVersion } from './record-version';

type Records = { [K in RecordKind]: Map<string, RecordContent[K]> };

/** The last version of each record of a unit (and of the rates it uses) as known at some position. */
export interface UnitState {
  readonly records: { readonly [K in RecordKind]: ReadonlyMap<string, RecordContent[K]> };
  /** Raised by each version of the kind, so that what is derived from it can be kept until it changes. */
  revision(kind: RecordKind): number;
  apply(version: RecordVersion): void;
}

export function createUnitState(): UnitState {
  const records: Records = {
    board: new Map(),
    parks: new Map(),
    'park-events': new Map(),
    'wastewater-plants': new Map(),
    projects: new Map(),
    'project-events': new Map(),
    'implemented-capital': new Map(),
    leases: new Map(),
    'enterprise-reports': new Map(),
    'exchange-rates': new Map(),
    'figure-facts': new Map(),
  };
  const revisions = new Map<RecordKind, number>();
  const put = <K extends RecordKind>(kind: K, key: string, content: RecordContent[K] | null): void => {
    if (content === null) records[kind].delete(key);
    else records[kind].set(key, content);
  };
  return {
    records,
    revision: (kind) => revisions.get(kind) ?? 0,
    apply(version) {
      put(version.kind, version.key, version.content);
      revisions.set(version.kind, (revisions.get(version.kind) ?? 0) + 1);
    },
  };
}
