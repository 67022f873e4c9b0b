import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { RescoreOffer, RescoreOffers } from '../../application/rescore/ports';
import { plain } from './plain';

/** `rescore_offers`: published summaries that may change points, each with its answer once there is one. */
interface RescoreOfferDocument extends Omit<RescoreOffer, 'id'> {
  readonly _id: string;
}

export function createRescoreOfferStore(connection: Connection): RescoreOffers {
  const offers = databaseOf(connection).collection<RescoreOfferDocument>('rescore_offers');
  return {
    async list({ board, bloc, year }, session) {
      const found = await offers
        .find({ board, bloc, year }, session ? { session } : {})
        .sort({ recordedAt: 1, _id: 1 })
        .toArray();
      return found.map(({ _id: id, ...offer }) => ({ ...offer, id }));
    },
    async save(session, { id, ...offer }) {
      await offers.replaceOne({ _id: id }, plain(offer), { session, upsert: true });
    },
  };
}
