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

/** The subject of a part, when nobody is named. */
export const subjectOf = (part: Part): string => `kcn-${part}`;

/** A token signed for one command with the local start's key, for all boards; made once. */
export function createSignedAccess(
  settings: Settings,
  { part, subject }: { readonly part: Part; readonly subject: string },
): () => Promise<string> {
  let made: Promise<string> | undefined;
  return () => (made ??= signToken(settings, { subject, roles: ROLES_OF[part], boards: ['*'], expiresIn: '1h' }));
}

/** Answers with the bearer token for one command: the one that was given, else one signed for the part. */
export function createAccess(settings: Settings, part: Part): () => Promise<string> {
  const { token } = settings;
  return token === undefined ? createSignedAccess(settings, { part, subject: subjectOf(part) }) : () => Promise.resolve(token);
}
