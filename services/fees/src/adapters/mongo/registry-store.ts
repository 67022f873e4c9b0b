import { fromExactText, toExactText } from '@kcn/kernel';
import { databaseOf } from '@kcn/messaging';
import type { Connection, Session } from '@kcn/messaging';
import type { RegistryCopy } from '../../application/registry-events/ports';
import type { KnownLease, KnownPark, KnownProject, LeaseChange } from '../../domain/registry/registry-copy';

export const REGISTRY_PROJECTS = 'registry_projects';
export const REGISTRY_LEASES = 'registry_leases';
export const REGISTRY_LEASE_CHANGES = 'registry_lease_changes';
export const REGISTRY_PARKS = 'registry_parks';

/** A thing of the registry; `content` see exact-text.ts. */
interface CopyDocument {
  /** `board/code`; of a change `board/lease/version` */
  readonly _id: string;
  readonly board: string;
  readonly version: number;
  /** Of a lease: code of its project; '' once it was withdrawn. */
  readonly project?: string;
  /** Of a change. */
  readonly day?: string;
  readonly content: string;
}

const CHUNK = 2_000;

/** What fees keeps of the registry: see application/registry-events. */
export function createRegistryStore(connection: Connection): RegistryCopy {
  const db = databaseOf(connection);
  const projects = db.collection<CopyDocument>(REGISTRY_PROJECTS);
  const leases = db.collection<CopyDocument>(REGISTRY_LEASES);
  const changes = db.collection<CopyDocument>(REGISTRY_LEASE_CHANGES);
  const parks = db.collection<CopyDocument>(REGISTRY_PARKS);
  const within = (session: Session | undefined) => (session ? { session } : {});

  async function read<T>(from: typeof projects, session: Session | undefined, ids: readonly string[]): Promise<T[]> {
    const found: T[] = [];
    for (let start = 0; start < ids.length; start += CHUNK)
      for (const { content } of await from
        .find({ _id: { $in: ids.slice(start, start + CHUNK) } }, { ...within(session), batchSize: CHUNK })
        .toArray())
        found.push(fromExactText<T>(content));
    return found;
  }

  async function put(into: typeof projects, session: Session, documents: readonly CopyDocument[]): Promise<void> {
    for (let start = 0; start < documents.length; start += CHUNK)
      await into.bulkWrite(
        documents
          .slice(start, start + CHUNK)
          .map(({ _id, ...document }) => ({ replaceOne: { filter: { _id }, replacement: document, upsert: true } })),
        { session, ordered: false },
      );
  }

  const toDocument = (board: string, code: string, of: { readonly version: number }): CopyDocument => ({
    _id: `${board}/${code}`,
    board,
    version: of.version,
    content: toExactText(of),
  });
  const idsOf = (board: string, codes: readonly string[]): string[] => codes.map((code) => `${board}/${code}`);

  return {
    projects: (session, board, codes) => read<KnownProject>(projects, session, idsOf(board, codes)),

    leases: (session, board, leaseNos) => read<KnownLease>(leases, session, idsOf(board, leaseNos)),

    leasesOf: async (board, project) =>
      (await leases.find({ board, project }).sort({ _id: 1 }).toArray()).map(({ content }) => fromExactText<KnownLease>(content)),

    leaseChanges: async (session, board) =>
      (await changes.find({ board }, within(session)).sort({ day: 1, _id: 1 }).toArray()).map(({ content }) =>
        fromExactText<LeaseChange>(content),
      ),

    parks: (session, board, codes) => read<KnownPark>(parks, session, idsOf(board, codes)),

    async hasAny(session, board) {
      for (const from of [projects, leases, parks])
        if ((await from.findOne({ board }, { ...within(session), projection: { _id: 1 } })) !== null) return true;
      return false;
    },

    async save(session, board, known) {
      const documents = <T extends { readonly version: number }>(items: readonly T[] | undefined, codeOf: (item: T) => string) =>
        (items ?? []).map((item) => toDocument(board, codeOf(item), item));
      await put(
        projects,
        session,
        documents(known.projects, ({ projectCode }) => projectCode),
      );
      await put(
        leases,
        session,
        (known.leases ?? []).map((lease) => ({ ...toDocument(board, lease.leaseNo, lease), project: lease.terms?.projectCode ?? '' })),
      );
      await put(
        parks,
        session,
        documents(known.parks, ({ parkCode }) => parkCode),
      );
      const added = (known.leaseChanges ?? []).map((change) => ({
        ...toDocument(board, `${change.leaseNo}/${String(change.version)}`, change),
        day: change.day,
      }));
      if (added.length > 0) await changes.insertMany(added, { session });
    },
  };
}
