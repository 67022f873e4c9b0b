import type { Connection } from '@kcn/messaging';
import type { mongo } from 'mongoose';
import { recordId } from '../../application/ports';
import type { FeeRecord, RecordChange, RecordKind, Records } from '../../application/ports';
import { collectionsOf, positionText } from './collections';
import type { RecordDocument } from './collections';

const CHUNK = 5_000;

const PAYER_COLUMN = 'enterprise_tax_code';

/** Contracts are found by who pays them. */
const payerOf = (kind: RecordKind, cells: FeeRecord['cells']): { readonly payer?: string } =>
  kind === 'fee-contracts' ? { payer: cells.find(({ column }) => column === PAYER_COLUMN)?.text.trim() ?? '' } : {};

/** Records as they are now, and every version that they had. */
export function createRecordStore(connection: Connection): Records {
  const { records, recordVersions } = collectionsOf(connection);
  const toRecord = ({ kind, key, version, cells }: RecordDocument): FeeRecord => ({ kind: kind as RecordKind, key, version, cells });

  return {
    ofKind: async (session, board, kind) =>
      (
        await records
          .find({ board, kind }, { batchSize: CHUNK, ...(session ? { session } : {}) })
          .sort({ key: 1 })
          .toArray()
      ).map(toRecord),

    async current(session, board, names) {
      const found = new Map<string, FeeRecord>();
      for (let start = 0; start < names.length; start += CHUNK) {
        const ids = names.slice(start, start + CHUNK).map((name) => `${board}/${recordId(name)}`);
        const options = { batchSize: CHUNK, ...(session ? { session } : {}) };
        for (const document of await records.find({ _id: { $in: ids } }, options).toArray()) {
          const record = toRecord(document);
          found.set(recordId(record), record);
        }
      }
      return found;
    },

    async save(session, board, changes) {
      for (let start = 0; start < changes.length; start += CHUNK) {
        const chunk = changes.slice(start, start + CHUNK);
        await recordVersions.insertMany(
          chunk.map((change) => ({
            ...change,
            _id: `${board}/${positionText(change.position)}`,
            board,
            position: BigInt(change.position),
          })),
          { session, ordered: false },
        );
        const toDocument = ({ kind, key, version, cells }: RecordChange): RecordDocument => ({
          _id: `${board}/${recordId({ kind, key })}`,
          ...{ board, kind, key, version, cells, ...payerOf(kind, cells) },
        });
        const fresh = chunk.filter(({ version }) => version === 1).map(toDocument);
        const changed = chunk.filter(({ version }) => version !== 1).map(toDocument);
        if (fresh.length > 0) await records.insertMany(fresh, { session, ordered: false });
        if (changed.length > 0)
          await records.bulkWrite(
            changed.map(
              ({ _id, ...replacement }): mongo.AnyBulkWriteOperation<RecordDocument> => ({ replaceOne: { filter: { _id }, replacement } }),
            ),
            { session, ordered: false },
          );
      }
    },
  };
}
