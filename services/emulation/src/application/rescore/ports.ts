import type { Instant } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import type { BlocYear } from '../bloc/ports';

/** A member published a summary of the scored period: the points of the year may be computed anew. */
export interface RescoreOffer extends BlocYear {
  readonly id: string;
  readonly member: string;
  readonly period: string;
  readonly summaryRevision: number;
  readonly summarySha256: string;
  readonly publishedAt: Instant;
  readonly recordedAt: Instant;
  readonly answer?: { readonly taken: boolean; readonly reason: string | null; readonly actor: string; readonly answeredAt: Instant };
}

export interface RescoreOffers {
  /** Oldest first. */
  list(name: BlocYear, session?: Session): Promise<readonly RescoreOffer[]>;
  save(session: Session, offer: RescoreOffer): Promise<void>;
}
