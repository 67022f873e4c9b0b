import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { PeerTls } from './peer-credentials';
import { findBoard } from './peer-identity';

/** Where a board's deployment is, and the board that its certificate names: another one where several are hosted together. */
export interface PeerAddress {
  /** `host:port` */
  readonly address: string;
  readonly name: string;
}

const schema = z.record(
  z.string(),
  z.strictObject({
    address: z.string().regex(/^[^\s/]+:\d{1,5}$/),
    name: z
      .string()
      .regex(/^urn:kcn:board:/)
      .optional(),
  }),
);

/**
 * `{"<board>": {"address": "host:port", "name": "urn:kcn:board:<board>"}}`; `name` is the URI name that the certificate of the
 * board's deployment must carry, the board's own where it is absent.
 * @throws Error for a file that is not so
 */
export async function readPeers(path: string): Promise<ReadonlyMap<string, PeerAddress>> {
  const read = schema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!read.success) throw new Error(`${path}: ${z.prettifyError(read.error)}`);
  return new Map(
    Object.entries(read.data).map(([board, { address, name }]): [string, PeerAddress] => {
      const named = name === undefined ? board : findBoard({ subjectaltname: `URI:${name}` });
      if (named === undefined) throw new Error(`${path}: "${name ?? ''}" names no board`);
      return [board, { address, name: named }];
    }),
  );
}

export interface PeerTlsFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly authoritiesFile: string;
}

export async function readPeerTls({ certificateFile, keyFile, authoritiesFile }: PeerTlsFiles): Promise<PeerTls> {
  const [certificate, privateKey, authorities] = await Promise.all(
    [certificateFile, keyFile, authoritiesFile].map((file) => readFile(file)),
  );
  if (!certificate || !privateKey || !authorities) throw new Error('a file of the TLS identity is missing');
  return { certificate, privateKey, authorities };
}
