import type { Writable } from 'node:stream';

/** stdout or stderr; a terminal says so of itself. */
export type TerminalStream = Writable & { readonly isTTY?: boolean };
