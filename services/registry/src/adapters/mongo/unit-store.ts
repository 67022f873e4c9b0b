import { databaseOf, insertDocuments, translateMongoError } from '@kcn/messaging';
import type { Connection, LoadedUnit, Session, UnitChange } from '@kcn/messaging';
import { units as unitNames } from '@kcn/contracts';
import type { DecidedUnit, RegistryUnits } from '../../application/ports';
import { recordId } from '../../domain/records/record';
import type { RecordState, UnitState } from '../../domain/units/unit-state';
import { RECORDS, recordDocumentId, stateFromDocument, toDocument } from './record-documents';
import type { RecordDocument } from './record-documents';

/** The record a unit stands on, `projects|CODE` for `project:CODE`. */
function foundationId(board: string, unit: string): string | undefined {
  const code = unit.slice(unit.indexOf(':') + 1);
  if (unit === unitNames.park(code)) return recordDocumentId(board, 'parks', code.replaceAll('%', '%25').replaceAll('|', '%7C'));
  if (unit === unitNames.project(code)) return recordDocumentId(board, 'projects', code.replaceAll('%', '%25').replaceAll('|', '%7C'));
  return undefined;
}

/** A record's other fields take less than 1 kB beside its content. */
const sizeOfRecord = ({ content }: RecordDocument): number => content.position + 1_000;

export interface UnitStoreOptions {
  readonly connection: Connection;
  /** Loads also which units refer to each one; for commands that may end a record. */
  readonly withReferrers?: boolean;
}

const translated =
  (session: Session | undefined) =>
  (error: unknown): never => {
    // Within a transaction the caller's retry needs the driver's own error.
    throw session ? error : translateMongoError(error);
  };

/** Units in the collection `records`. The driver is used directly: these are the paths that imports of a million rows take. */
export function createUnitStore({ connection, withReferrers = false }: UnitStoreOptions): RegistryUnits {
  const db = databaseOf(connection);
  const records = db.collection<RecordDocument>(RECORDS);
  const within = (session: Session | undefined): { session?: Session } => (session ? { session } : {});

  async function load(session: Session | undefined, board: string, wanted: readonly string[]): Promise<Map<string, LoadedUnit<UnitState>>> {
    if (wanted.length === 0) return new Map();
    const documents = await records
      .find({ board, unit: { $in: [...wanted] } }, { ...within(session), batchSize: 10_000 })
      .toArray()
      .catch(translated(session));
    const loaded = new Map<
      string,
      { state: { records: Map<string, RecordState>; changed: RecordState[]; referrers?: string[] }; version: number }
    >();
    for (const document of documents) {
      const record = stateFromDocument(document);
      let unit = loaded.get(document.unit);
      if (!unit) loaded.set(document.unit, (unit = { state: { records: new Map(), changed: [] }, version: 0 }));
      unit.state.records.set(recordId(record), record);
      unit.version = Math.max(unit.version, document.unitVersion);
    }
    if (withReferrers) for (const [name, unit] of loaded) unit.state.referrers = await findReferrers(session, board, name);
    return loaded;
  }

  async function findReferrers(session: Session | undefined, board: string, unit: string): Promise<string[]> {
    const referring = await records
      .find({ board, refs: unit, live: true, unit: { $ne: unit } }, { ...within(session), projection: { unit: 1 }, limit: 10 })
      .toArray()
      .catch(translated(session));
    return referring.map((document) => document.unit);
  }

  async function write(session: Session, board: string, decided: readonly DecidedUnit[], whileWaiting?: () => void): Promise<void> {
    const added: RecordDocument[] = [];
    const replaced: RecordDocument[] = [];
    for (const { unit, state, firstVersion, firstPosition, recordedAt } of decided) {
      state.changed.forEach((record, index) => {
        const document = toDocument(record, {
          board,
          unit,
          position: firstPosition + index,
          unitVersion: firstVersion + index,
          recordedAt,
        });
        if (record.positions.length === 0) added.push(document);
        else replaced.push(document);
      });
    }
    // By the next turn the command is on its way.
    if (whileWaiting) setImmediate(whileWaiting);
    await insertDocuments(db, { session, collection: RECORDS, documents: added, sizeOf: sizeOfRecord });
    if (replaced.length > 0)
      await records.bulkWrite(
        replaced.map(({ _id, ...rest }) => ({ replaceOne: { filter: { _id }, replacement: rest } })),
        { session },
      );
  }

  return {
    load,
    write,
    save: (session, board, changes: readonly UnitChange<UnitState>[]) =>
      write(
        session,
        board,
        changes.map(({ unit, after, version, firstPosition, recordedAt, events }) => ({
          unit,
          state: after,
          firstVersion: version - events.length + 1,
          firstPosition,
          recordedAt,
        })),
      ),
    async findFoundations(session, board, wanted) {
      const unitById = new Map<string, string>();
      for (const unit of wanted) {
        const id = foundationId(board, unit);
        if (id !== undefined) unitById.set(id, unit);
      }
      const found = new Set<string>();
      const ids = [...unitById.keys()];
      for (let at = 0; at < ids.length; at += 5_000) {
        const live = await records
          .find({ _id: { $in: ids.slice(at, at + 5_000) }, live: true }, { ...within(session), projection: { _id: 1 } })
          .toArray()
          .catch(translated(session));
        for (const { _id } of live) found.add(unitById.get(_id) ?? '');
      }
      return found;
    },
  };
}
