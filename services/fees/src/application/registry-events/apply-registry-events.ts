import type { LogEntry, Projection, Session } from '@kcn/messaging';
import type { KnownLease, KnownPark, KnownProject, LeaseChange } from '../../domain/registry/registry-copy';
import { foldLease, foldPark, foldProject } from './fold-events';
import type { RegistryCopy } from './ports';
import { readRegistryEvent } from './read-event';

/** Its copy of the registry has one set of data only. */
const SCOPE = 'copy';

const byName = <T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T> => new Map(items.map((item) => [nameOf(item), item]));

/** The registry's events as what fees keeps of projects, leases and parks. */
export function createRegistryProjection(copy: RegistryCopy): Projection {
  async function apply(session: Session, board: string, events: readonly LogEntry[]): Promise<void> {
    const read = events.flatMap((event) => {
      const record = readRegistryEvent(event);
      return record ? [{ record, event }] : [];
    });
    if (read.length === 0) return;
    const named = (...kinds: readonly string[]): string[] => [
      ...new Set(read.flatMap(({ record }) => (kinds.includes(record.kind) ? [record.key[0] ?? ''] : []))),
    ];
    const projects = byName(await copy.projects(session, board, named('projects', 'project-events')), (one) => one.projectCode);
    const leases = byName(await copy.leases(session, board, named('leases')), (one) => one.leaseNo);
    const parks = new Map<string, KnownPark>();
    const changes: LeaseChange[] = [];
    const touched = { projects: new Map<string, KnownProject>(), leases: new Map<string, KnownLease>() };
    for (const { record, event } of read) {
      const name = record.key[0] ?? '';
      if (record.kind === 'parks') parks.set(name, foldPark(record, event));
      else if (record.kind === 'leases') {
        const { lease, change } = foldLease(touched.leases.get(name) ?? leases.get(name), record, event);
        touched.leases.set(name, lease);
        if (change) changes.push(change);
      } else touched.projects.set(name, foldProject(touched.projects.get(name) ?? projects.get(name), record, event));
    }
    await copy.save(session, board, {
      projects: [...touched.projects.values()],
      leases: [...touched.leases.values()],
      leaseChanges: changes,
      parks: [...parks.values()],
    });
  }

  return {
    scope: () => Promise.resolve(SCOPE),
    // All of it, so that what can never have its effect is found before any transaction.
    check(event) {
      const record = readRegistryEvent(event);
      if (record?.kind === 'leases') foldLease(undefined, record, event);
      else if (record?.kind === 'projects' || record?.kind === 'project-events') foldProject(undefined, record, event);
    },
    apply: (session, board, _scope, events) => apply(session, board, events),
  };
}
