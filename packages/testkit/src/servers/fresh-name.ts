import { randomBytes } from 'node:crypto';

/** `prefix-1f2e3d4c5b`: a name that no other test file uses, also not one of another run on the same servers. */
export const freshName = (prefix: string): string => `${prefix}-${randomBytes(5).toString('hex')}`;
