import type { Session } from '@kcn/messaging';
import type { KnownFacts } from '../../domain/collection/fold';
import { readKnownFacts } from '../ledger/known-facts';
import type { Invoices, Records } from '../ports';
import type { Acts } from './act';

export interface KnownFactsPorts {
  readonly records: Pick<Records, 'ofKind'>;
  readonly invoices: Pick<Invoices, 'all'>;
  readonly acts: Pick<Acts, 'inForce'>;
}

/** Reads everything known of a board, with what people did. */
export const createFactsReader =
  ({ records, invoices, acts }: KnownFactsPorts) =>
  async (session: Session | undefined, board: string): Promise<KnownFacts> =>
    readKnownFacts({ records, acts, session, board }, await invoices.all(session, board));

export type ReadFacts = ReturnType<typeof createFactsReader>;
