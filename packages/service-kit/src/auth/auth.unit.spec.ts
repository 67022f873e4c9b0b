import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT, importJWK } from 'jose';
import type { SigningKeys } from './sign-token';
import { createSigningKeys, signToken } from './sign-token';
import { bearerToken, createTokenVerifier } from './token-verifier';

let keys: SigningKeys;
beforeAll(async () => {
  keys = await createSigningKeys();
});

const base = {
  subject: 'lan',
  boards: ['hung-yen'],
  roles: ['recorder', 'reader'] as const,
  issuer: 'kcn',
  audience: 'kcn',
  expiresIn: '1h',
};
const sign = (overrides: Partial<Parameters<typeof signToken>[0]> = {}): Promise<string> =>
  signToken({ privateJwk: keys.privateJwk, ...base, ...overrides });
const verifierOf = (options: Partial<Parameters<typeof createTokenVerifier>[0]> = {}) =>
  createTokenVerifier({ jwks: { keys: keys.jwks }, issuer: 'kcn', audience: 'kcn', ...options });

it('a signed token gives its principal, again from the cache', async () => {
  const verifier = verifierOf();
  const token = await sign();
  const first = await verifier.verify(token);
  expect(first).toEqual({ subject: 'lan', boards: ['hung-yen'], roles: ['recorder', 'reader'] });
  expect(await verifier.verify(token)).toBe(first);
});

it('the cache is bounded and drops what was used longest ago', async () => {
  const verifier = verifierOf({ cacheSize: 2 });
  const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((subject) => sign({ subject })));
  if (a === undefined || b === undefined || c === undefined) throw new Error('three tokens');
  const [firstA, firstB] = [await verifier.verify(a), await verifier.verify(b)];
  expect(await verifier.verify(a)).toBe(firstA);
  await verifier.verify(c);
  expect(await verifier.verify(a)).toBe(firstA);
  expect(await verifier.verify(b)).not.toBe(firstB);
});

it('a token kept in the cache ends when it ends', async () => {
  const verifier = verifierOf({ clockToleranceSeconds: 0 });
  const token = await sign({ expiresIn: '2s' });
  await verifier.verify(token);
  const realNow = Date.now();
  const now = jest.spyOn(Date, 'now').mockReturnValue(realNow + 2_500);
  jest.useFakeTimers({ now: realNow + 2_500 });
  try {
    await expect(verifier.verify(token)).rejects.toMatchObject({ category: 'unauthenticated', en: 'The token has expired' });
  } finally {
    jest.useRealTimers();
    now.mockRestore();
  }
});

it.each([
  ['another issuer', { issuer: 'other' }],
  ['another audience', { audience: 'other' }],
  ['an end in the past', { expiresIn: '-1h' }],
])('refuses %s', async (_what, overrides) => {
  await expect(verifierOf().verify(await sign(overrides))).rejects.toMatchObject({ category: 'unauthenticated', code: 'bad_token' });
});

it('refuses a key it does not know, a changed token, nonsense, and a token without an end', async () => {
  const verifier = verifierOf();
  const token = await sign();
  const stranger = await createSigningKeys();
  const endless = await new SignJWT({ boards: ['*'], roles: ['operator'] })
    .setProtectedHeader({ alg: 'EdDSA', kid: keys.privateJwk.kid ?? '' })
    .setSubject('x')
    .setIssuer('kcn')
    .setAudience('kcn')
    .sign(await importJWK(keys.privateJwk, 'EdDSA'));
  const [header, , signature] = token.split('.');
  const forged = [
    header,
    Buffer.from(JSON.stringify({ sub: 'lan', boards: ['*'], roles: ['operator'], iss: 'kcn', aud: 'kcn', exp: 9_999_999_999 })).toString(
      'base64url',
    ),
    signature,
  ].join('.');
  for (const bad of [await sign({ privateJwk: stranger.privateJwk }), forged, endless, 'a.b.c', ''])
    await expect(verifier.verify(bad)).rejects.toMatchObject({ code: 'bad_token' });
});

it('refuses a secret shared by both sides and no signature at all', async () => {
  const publicKey = keys.jwks.keys[0];
  const shared = await new SignJWT({ boards: ['*'] })
    .setProtectedHeader({ alg: 'HS256', kid: publicKey?.kid ?? '' })
    .setSubject('x')
    .setIssuer('kcn')
    .setAudience('kcn')
    .setExpirationTime('1h')
    .sign(Buffer.from(JSON.stringify(publicKey)));
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"x","exp":9999999999,"iss":"kcn","aud":"kcn"}').toString('base64url')}.`;
  for (const bad of [shared, none]) await expect(verifierOf().verify(bad)).rejects.toMatchObject({ code: 'bad_token' });
});

it('roles that do not exist and claims of the wrong shape give no rights', async () => {
  const odd = await new SignJWT({ boards: 'hung-yen', roles: ['admin', 7, 'reader'] })
    .setProtectedHeader({ alg: 'EdDSA', kid: keys.privateJwk.kid ?? '' })
    .setSubject('x')
    .setIssuer('kcn')
    .setAudience('kcn')
    .setExpirationTime('1h')
    .sign(await importJWK(keys.privateJwk, 'EdDSA'));
  expect(await verifierOf().verify(odd)).toEqual({ subject: 'x', boards: [], roles: ['reader'] });
});

it('a key added to the file is found without a restart; a file that is not there is unavailable, not unauthenticated', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'kcn-jwks-')), 'jwks.json');
  const verifier = verifierOf({ jwks: { file } });
  await expect(verifier.verify(await sign())).rejects.toMatchObject({ category: 'unavailable', code: 'keys_unavailable' });
  await writeFile(file, JSON.stringify(keys.jwks));
  await verifier.verify(await sign());

  const added = await createSigningKeys();
  await writeFile(file, JSON.stringify({ keys: [...keys.jwks.keys, ...added.jwks.keys] }));
  const token = await sign({ privateJwk: added.privateJwk });
  const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 1_500);
  await expect(verifier.verify(token)).resolves.toMatchObject({ subject: 'lan' });
  now.mockRestore();
});

it('takes the token out of the header', () => {
  expect(bearerToken('Bearer abc')).toBe('abc');
  expect(bearerToken('bearer abc ')).toBe('abc');
  for (const bad of [undefined, '', 'abc', 'Basic abc'])
    expect(() => bearerToken(bad)).toThrow(expect.objectContaining({ code: 'bad_token' }));
});
