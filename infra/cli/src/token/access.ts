import type { Role } from '@kcn/kernel';
import type { Settings } from '../settings';
import { signToken } from './sign-token';

/** As whom a command acts when nobody gave a token. */
export type Part = 'recorder' | 'approver' | 'reader' | 'operator';

/** One subject per part, because who records does not approve. */
const ROLES_OF: Readonly<Record<Part, readonly Role[]>> = {
  recorder: ['recorder', 'reader'],
  approver: ['approver', 'reader'],
  reader: ['reader'],
  operator: ['operator', 'reader'],
};

/** Answers with the bearer token for one command; made once. */
export function createAccess(settings: Settings, part: Part): () => Promise<string> {
  let made: Promise<string> | undefined;
  return () => {
    if (settings.token !== undefined) return Promise.resolve(settings.token);
    made ??= signToken(settings, { subject: `kcn-${part}`, roles: ROLES_OF[part], boards: ['*'], expiresIn: '1h' });
    return made;
  };
}
