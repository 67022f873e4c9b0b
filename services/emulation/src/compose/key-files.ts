/** A board's own key files, for the command line of whoever keeps them. */
export { revokeKey, rotateKey, showKeys } from '../adapters/signing/key-files';
export type { KeyFiles } from '../adapters/signing/key-files';
