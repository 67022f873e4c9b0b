import type { ContentOf } from './act';
import type { ActRule } from './two-person-act';

/** The day from which the board bills; the latest one counts. */
export const billingFromRule: ActRule<ContentOf<'billing-from'>> = {
  proposedBy: 'head',
  confirmedBy: undefined,
  moves: false,
  subjectOf: ({ date }) => date,
  judge: (content) => Promise.resolve(content),
};
