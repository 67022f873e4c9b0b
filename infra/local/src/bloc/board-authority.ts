import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

cryptoProvider.set(globalThis.crypto);

const KEYS = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };
const DAY_MS = 86_400_000;
const LIFETIME_DAYS = 365;

/** A deployment's TLS identity, PEM. */
export interface IssuedCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

/** An authority that issues the certificates with which the deployments of a bloc meet, as the ministry's would. */
export interface BoardAuthority {
  /** PEM */
  readonly certificate: string;
  /** For the deployment of a board: its one URI name is `urn:kcn:board:<board>`. */
  issue(board: string): Promise<IssuedCertificate>;
}

/** @param now when validity begins, a day earlier, so that clocks need not agree to the second */
export async function createBoardAuthority({ now }: { readonly now: Date }): Promise<BoardAuthority> {
  const validity = {
    notBefore: new Date(now.getTime() - DAY_MS),
    notAfter: new Date(now.getTime() + LIFETIME_DAYS * DAY_MS),
    signingAlgorithm: SIGNING,
  };
  const keys = await webcrypto.subtle.generateKey(KEYS, true, ['sign', 'verify']);
  const authority = await X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: 'CN=KCN bloc authority',
    keys,
    extensions: [new BasicConstraintsExtension(true, 0, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true)],
  });
  return {
    certificate: authority.toString('pem'),
    async issue(board) {
      const own = await webcrypto.subtle.generateKey(KEYS, true, ['sign', 'verify']);
      const issued = await X509CertificateGenerator.create({
        ...validity,
        subject: `CN=${board}`,
        issuer: authority.subject,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [new SubjectAlternativeNameExtension([{ type: 'url', value: `urn:kcn:board:${board}` }])],
      });
      const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', own.privateKey)).toString('base64');
      const lines = der.match(/.{1,64}/g) ?? [];
      return {
        certificate: issued.toString('pem'),
        privateKey: `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`,
      };
    },
  };
}
