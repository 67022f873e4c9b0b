import { createSecureContext } from 'node:tls';
import type { SecureContext } from 'node:tls';
import type { ChannelCredentials } from '@grpc/grpc-js';
import { ServerCredentials, credentials } from '@grpc/grpc-js';
import { findBoard } from './peer-identity';

/** A board's own certificate and whom it trusts, PEM. */
export interface PeerTls {
  readonly certificate: Buffer;
  readonly privateKey: Buffer;
  /** The authorities that issue the boards' certificates of the bloc; no other is trusted, not the system's either. */
  readonly authorities: Buffer;
}

/** Marks, in the transport's text, that the answering server is another board's. */
export const OTHER_BOARD = 'kcn-other-board';

/** Only callers with a certificate of the bloc's authorities get as far as a call. */
export const serverCredentials = ({ certificate, privateKey, authorities }: PeerTls): ServerCredentials =>
  ServerCredentials.createSsl(authorities, [{ cert_chain: certificate, private_key: privateKey }], true);

/** An identity is read once, not for each call. */
const contexts = new WeakMap<PeerTls, SecureContext>();

function contextOf(tls: PeerTls): SecureContext {
  const { certificate, privateKey, authorities } = tls;
  const known = contexts.get(tls) ?? createSecureContext({ ca: authorities, key: privateKey, cert: certificate, minVersion: 'TLSv1.2' });
  contexts.set(tls, known);
  return known;
}

/** The address may be anything: the answering server must show the certificate of exactly this member. */
export const credentialsFor = (member: string, tls: PeerTls): ChannelCredentials =>
  credentials.createFromSecureContext(contextOf(tls), {
    checkServerIdentity: (_host, peer) => {
      const board = findBoard(peer);
      return board === member ? undefined : new Error(`${OTHER_BOARD}: ${board ?? 'no board'} instead of ${member}`);
    },
  });
