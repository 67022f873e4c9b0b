import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { RunInputs } from '../../application/runs/ports';
import { createCellReader } from '../../application/records/record-cells';
import { collectionsOf, importGatesOf, positionText } from './collections';

/** Acts that say what a contract costs. */
const CHARGING_ACTS = ['exemption', 'billing-from', 'contract-end'];

/** The database's clock, which no process's clock can move. */
export async function databaseTime(connection: Connection): Promise<Date> {
  const { localTime } = (await databaseOf(connection).command({ hello: 1 })) as unknown as { readonly localTime: Date };
  return localTime;
}

/** What the list of a run is made of. */
export function createRunInputs(connection: Connection): RunInputs {
  const { records, recordVersions } = collectionsOf(connection);
  const acts = databaseOf(connection).collection('acts');
  const gates = importGatesOf(connection);
  const readContract = createCellReader('fee-contracts');
  return {
    async contractsAfter(board, { after, count }) {
      const found = await records
        .find({ board, kind: 'fee-contracts', key: { $gt: after } }, { batchSize: count })
        .sort({ key: 1 })
        .limit(count)
        .toArray();
      return found.map(({ key, cells }) => ({ key, contract: readContract(cells) }));
    },

    isImporting: async (board) => (await gates.findOne({ _id: board })) !== null,

    async changedAfter(session, board, position) {
      const options = session ? { session } : {};
      const ids = { $gt: `${board}/${positionText(position)}`, $lt: `${board}/~` };
      const record = await recordVersions.findOne({ _id: ids, kind: { $ne: 'bank-lines' } }, { ...options, projection: { _id: 1 } });
      if (record) return true;
      const charging = { board, state: 'confirmed', kind: { $in: CHARGING_ACTS }, position: { $gt: position } };
      return (await acts.findOne(charging, { ...options, projection: { _id: 1 } })) !== null;
    },
  };
}
