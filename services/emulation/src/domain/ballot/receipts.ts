import { createHash } from 'node:crypto';
import type { SecretBallot } from './ballot';

/**
 * The hash by which a voter finds its ballot in the published list. The ballot's id is random and known to the voter alone, so
 * that nobody else learns from the hash how it voted.
 */
export function receiptOf({ id, votes }: Pick<SecretBallot, 'id' | 'votes'>): string {
  const lines = [...votes].map(([candidate, vote]) => `${candidate}=${vote}`).toSorted();
  return createHash('sha256').update([id, ...lines].join('\n')).digest('hex');
}

/** All receipts of a vote, sorted, and the hash of the list, one a line. */
export function receiptsOf(ballots: readonly Pick<SecretBallot, 'id' | 'votes'>[]): { readonly receipts: readonly string[]; readonly sha256: string } {
  const receipts = ballots.map(receiptOf).toSorted();
  return { receipts, sha256: createHash('sha256').update(receipts.join('\n')).digest('hex') };
}
