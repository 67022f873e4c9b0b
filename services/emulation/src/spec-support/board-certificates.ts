import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  cryptoProvider,
} from '@peculiar/x509';
import type { X509Certificate } from '@peculiar/x509';
import type { PeerTls } from '../adapters/grpc-peers/peer-credentials';
import { boardUrn } from '../adapters/grpc-peers/peer-identity';

cryptoProvider.set(globalThis.crypto);

const KEYS = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };
const DAY_MS = 86_400_000;

export interface CertificateWishes {
  /** URI names; default `urn:kcn:board:<board>`. */
  readonly uris?: readonly string[];
  readonly expired?: boolean;
}

/** An authority that issues certificates to the boards of a bloc, as the ministry's or the leader's would. */
export interface TestAuthority {
  readonly pem: Buffer;
  issue(board: string, wishes?: CertificateWishes): Promise<PeerTls>;
}

export async function createTestAuthority(): Promise<TestAuthority> {
  const now = Date.now();
  const keys = await webcrypto.subtle.generateKey(KEYS, true, ['sign', 'verify']);
  const authority = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Bloc test authority',
    notBefore: new Date(now - 30 * DAY_MS),
    notAfter: new Date(now + 30 * DAY_MS),
    signingAlgorithm: SIGNING,
    keys,
    extensions: [new BasicConstraintsExtension(true, 1, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true)],
  });
  const pem = pemOf(authority);
  return {
    pem,
    issue: async (board, { uris = [boardUrn(board)], expired = false } = {}) => {
      const own = await webcrypto.subtle.generateKey(KEYS, true, ['sign', 'verify']);
      const certificate = await X509CertificateGenerator.create({
        subject: `CN=${board}`,
        issuer: authority.subject,
        notBefore: new Date(now - 20 * DAY_MS),
        notAfter: new Date(expired ? now - DAY_MS : now + 20 * DAY_MS),
        signingAlgorithm: SIGNING,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [new SubjectAlternativeNameExtension(uris.map((value) => ({ type: 'url' as const, value })))],
      });
      const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', own.privateKey)).toString('base64');
      return {
        certificate: pemOf(certificate),
        privateKey: Buffer.from(`-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`),
        authorities: pem,
      };
    },
  };
}

const pemOf = (certificate: X509Certificate): Buffer => Buffer.from(certificate.toString('pem'));
