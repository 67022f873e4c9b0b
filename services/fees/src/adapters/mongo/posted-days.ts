import { plainDate } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { Connection } from '@kcn/messaging';
import { collectionsOf } from './collections';

/** On which accounting day an invoice was posted; undefined while it is not. */
export const createFindPostedOn =
  (connection: Connection) =>
  async (board: string, { code, contractNo }: { readonly code: string; readonly contractNo: string }): Promise<PlainDate | undefined> => {
    const filter = { board, contractNo, source: code, kind: { $in: ['BILLED_NET', 'BILLED_VAT'] } };
    const entry = await collectionsOf(connection).entries.findOne(filter, { sort: { _id: 1 }, projection: { postedOn: 1 } });
    return entry ? plainDate(entry.postedOn) : undefined;
  };
