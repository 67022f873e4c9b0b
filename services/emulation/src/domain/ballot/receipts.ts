import type { SecretBallot } from './ballot';

/** SHA-256 of a text, lower-case hexadecimal. */
export type HashText = (text: string) => string;

/**
 * The hash by which a voter finds its ballot in the published list. The ballot's id is random and known to the voter alone, so
 * that nobody else learns from the hash how it voted.
 */
export function receiptOf({ id, votes }: Pick<SecretBallot, 'id' | 'votes'>, sha256: HashText): string {
  const lines = [...votes].map(([candidate, vote]) => `${candidate}=${vote}`).toSorted();
  return sha256([id, ...lines].join('\n'));
}

/** All receipts of a vote, sorted, and the hash of the list, one a line. */
export function receiptsOf(
  ballots: readonly Pick<SecretBallot, 'id' | 'votes'>[],
  sha256: HashText,
): { readonly receipts: readonly string[]; readonly sha256: string } {
  const receipts = ballots.map((ballot) => receiptOf(ballot, sha256)).toSorted();
  return { receipts, sha256: sha256(receipts.join('\n')) };
}
