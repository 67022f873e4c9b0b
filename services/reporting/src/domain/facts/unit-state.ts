import type { RegistryContent, RegistryKind } from '@kcn/contracts';
import type { RecordVersion } from './record-version';

type Records = { [K in RegistryKind]: Map<string, RegistryContent[K]> };

/** The last version of each record of a unit (and of the rates it uses) as known at some position. */
export interface UnitState {
  readonly records: { readonly [K in RegistryKind]: ReadonlyMap<string, RegistryContent[K]> };
  /** Raised by each version of the kind, so that what is derived from it can be kept until it changes. */
  revision(kind: RegistryKind): number;
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
  };
  const revisions = new Map<RegistryKind, number>();
  const put = <K extends RegistryKind>(kind: K, key: string, content: RegistryContent[K] | null): void => {
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
