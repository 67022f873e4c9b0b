import type { ServiceClient } from '../api/service-client';
import type { CommandContext } from '../command-context';
import { subjectOf } from '../token/access';

/** Who does the first and who the second of two steps that need two people. */
export interface TwoPeople {
  /** Default: the local start's accountant. */
  readonly as: string | undefined;
  /** Default, when `as` is not given either: the local start's second person. */
  readonly approveAs: string | undefined;
}

/** The first person; a token from the environment is one's own, unless somebody is named. */
export const firstPerson = (context: CommandContext, { as }: TwoPeople): ServiceClient =>
  as === undefined ? context.fees : context.feesAs({ part: 'recorder', subject: as });

/** The second person; undefined when there is none, and then what the first has made waits. */
export function findSecondPerson(context: CommandContext, { as, approveAs }: TwoPeople): ServiceClient | undefined {
  const first = as ?? (context.settings.token === undefined ? subjectOf('recorder') : undefined);
  if (approveAs !== undefined) return approveAs === first ? undefined : context.feesAs({ part: 'approver', subject: approveAs });
  // Who acts in a name of their own names the second person too: nobody approves for others unasked.
  if (as !== undefined || context.settings.token !== undefined) return undefined;
  return context.feesAs({ part: 'approver', subject: subjectOf('approver') });
}
