import type { Connection } from '@kcn/messaging';
import { mongo } from 'mongoose';
import type { SummaryStore } from '../../application/ports';
import { collectionsOf } from './collections';

export function createSummaryStore(connection: Connection): SummaryStore {
  const { summaries } = collectionsOf(connection);
  return {
    async save(session, { board, period, calendar, asOf, sha256, bytes }, attempt) {
      const document = { board, period, calendar, asOf, sha256, bytes: new mongo.Binary(bytes), attempt };
      await summaries.updateOne(
        { _id: `${board}/${period}/${calendar}/${asOf}/${sha256}` },
        { $setOnInsert: document },
        { session, upsert: true },
      );
    },
  };
}
