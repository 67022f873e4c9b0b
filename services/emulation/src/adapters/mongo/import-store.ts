import type { ImportReportJson } from '@kcn/layouts';
import type { Connection } from '@kcn/messaging';
import type { ImportStore } from '../../application/bloc/ports';
import { collectionsOf } from './collections';

export function createImportStore(connection: Connection): ImportStore {
  const { imports } = collectionsOf(connection);
  return {
    async save(session, board, report) {
      await imports.insertOne({ _id: `${board}/${report.import_id}`, board, report }, { session });
    },
    find: async (board, id) => (await imports.findOne({ _id: `${board}/${id}` }))?.report as ImportReportJson | undefined,
  };
}
