import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { createTestKey, signAnything } from '../../spec-support/signing-keys';
import type { TestKey } from '../../spec-support/signing-keys';
import { splitCompactJws } from './compact-jws';
import { createDocumentSigner } from './document-signer';
import { canonicalText, createJoseSeal } from './jose-seal';

const seal = createJoseSeal();
const bytesOf = (text: string): Uint8Array => Buffer.from(text);
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const b64 = (value: string | object): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const faultOf = (jws: Uint8Array): string | undefined => {
  const opened = seal.open(jws);
  return 'fault' in opened ? opened.fault : undefined;
};

let key: TestKey;
beforeAll(async () => {
  key = await createTestKey();
});

describe('canonical form', () => {
  // RFC 8785, 3.2.2 and 3.2.3 (without the numbers, which documents of ours do not hold), and appendix B of UTF-16 order.
  it('is that of the RFC', () => {
    const input = JSON.parse(
      '{"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    ) as unknown;
    expect(canonicalText(input)).toBe('{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
    const names = JSON.parse(
      '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}',
    ) as Record<string, string>;
    expect([...canonicalText(names).matchAll(/:"([^"]+)"/g)].map(([, value]) => value)).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it('does not depend on the order in which members were written', () => {
    const shuffled = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(shuffled)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([name, member]) => [name, shuffled(member)]),
            )
          : value;
    const documents = fc.letrec((tie) => ({
      value: fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null), tie('list'), tie('object')),
      list: fc.array(tie('value'), { maxLength: 4 }),
      object: fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { maxKeys: 5 }),
    })).object;
    fc.assert(
      fc.property(documents, (document) => {
        expect(canonicalText(shuffled(document))).toBe(canonicalText(document));
        expect(JSON.parse(canonicalText(document))).toEqual(JSON.parse(JSON.stringify(document)));
      }),
    );
  });

  it('refuses half a surrogate pair, which has no bytes', () => {
    expect(() => canonicalText({ a: '\ud800' })).toThrow();
  });
});

describe('what was signed', () => {
  it('opens as it was, under the key’s thumbprint, and is deterministic', async () => {
    const { jws, keyThumbprint } = await key.signer.sign({ b: 'ă', a: 1 });
    expect(textOf(jws)).toBe(textOf((await key.signer.sign({ a: 1, b: 'ă' })).jws));
    const opened = seal.open(jws);
    expect(opened).toMatchObject({
      document: { keyId: keyThumbprint, payload: '{"a":1,"b":"ă"}', value: { a: 1, b: 'ă' }, sha256: seal.sha256('{"a":1,"b":"ă"}') },
    });
    expect(await seal.isSignedBy(jws, key.jwk)).toBe(true);
    expect(await seal.isSignedBy(jws, (await createTestKey()).jwk)).toBe(false);
  });

  // RFC 8037, appendix A: the key, its thumbprint and a signed text.
  it('is what the RFC’s example is', async () => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } as const;
    expect(await seal.thumbprintOf(jwk)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
    const jws = bytesOf(
      'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
    );
    expect(await seal.isSignedBy(jws, jwk)).toBe(true);
    expect(faultOf(jws)).toBe('not-json');
  });

  it('stops fitting when any one byte of the JWS is another', async () => {
    const { jws } = await key.signer.sign({ member: 'hai-duong', figures: [{ indicator: 'INV.NEW.N', actual: '26' }] });
    await fc.assert(
      fc.asyncProperty(fc.nat(jws.byteLength - 1), fc.integer({ min: 0, max: 255 }), async (at, byte) => {
        fc.pre(jws[at] !== byte);
        const changed = Uint8Array.from(jws);
        changed[at] = byte;
        expect(await seal.isSignedBy(changed, key.jwk)).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it('fits with nothing before or behind it, and in one spelling of base64url only', async () => {
    const text = textOf((await key.signer.sign({ a: 1 })).jws);
    const [header, payload, signature] = text.split('.') as [string, string, string];
    // The last character of 64 bytes carries 4 bits that decode to nothing.
    const twin = `${signature.slice(0, -1)}${String.fromCharCode(signature.charCodeAt(85) + 1)}`;
    expect(Buffer.from(twin, 'base64url').equals(Buffer.from(signature, 'base64url'))).toBe(true);
    const spellings = [
      `${text}\n`,
      ` ${text}`,
      `${text}=`,
      `${text}.`,
      `${text}.${signature}`,
      `${header}.${payload}.${twin}`,
      `${header}.${payload}=.${signature}`,
      `${header}.${payload}.${signature.replaceAll('-', '+').replaceAll('_', '/')}==`,
      `${header}.${payload}. ${signature}`,
      `${header}..${signature}`,
      `${header}.${payload}.`,
      `${header}.${payload}.${b64('short')}`,
    ];
    for (const spelling of spellings) {
      expect([spelling, faultOf(bytesOf(spelling))]).toEqual([spelling, 'not-compact-jws']);
      expect(await seal.isSignedBy(bytesOf(spelling), key.jwk)).toBe(false);
    }
  });
});

describe('what nobody of ours signs', () => {
  const payload = '{"a":1}';

  it('any other algorithm, whoever made the signature', async () => {
    const publicBytes = Buffer.from(key.jwk.x, 'base64url');
    const hmac = (input: string): string => createHmac('sha512', publicBytes).update(input).digest('base64url');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const es256 = (input: string): string =>
      sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    const made = [
      ['none', () => 'A'.repeat(86)],
      ['none', () => ''],
      ['HS512', hmac],
      ['ES256', es256],
      ['Ed25519', () => 'A'.repeat(86)],
      ['eddsa', () => 'A'.repeat(86)],
    ] as const;
    for (const [alg, signatureOf] of made) {
      const input = `${b64({ alg })}.${b64(payload)}`;
      const jws = bytesOf(`${input}.${signatureOf(input)}`);
      expect([alg, faultOf(jws)]).toEqual([alg, signatureOf(input) === '' ? 'not-compact-jws' : 'algorithm-not-allowed']);
      expect(await seal.isSignedBy(jws, key.jwk)).toBe(false);
    }
  });

  it('a header that brings a key, changes what is signed, or says a thing twice', async () => {
    const stranger = await createTestKey();
    for (const header of [
      { jwk: stranger.jwk },
      { jku: 'https://example.org/keys' },
      { x5c: ['MIIB'] },
      { x5u: 'https://example.org/cert' },
      { crit: ['kcn'], kcn: 1 },
      { zip: 'DEF' },
    ])
      expect(faultOf(await signAnything({ privateJwk: stranger.privateJwk, header, payload }))).toBe('header-not-allowed');
    const raw = (header: string): Uint8Array => bytesOf(`${b64(header)}.${b64(payload)}.${'A'.repeat(86)}`);
    expect(faultOf(raw('{"alg":"EdDSA","b64":false,"crit":["b64"]}'))).toBe('header-not-allowed');
    expect(faultOf(raw('{"alg":"none","alg":"EdDSA"}'))).toBe('bad-header');
    for (const header of [
      '[]',
      'null',
      '"EdDSA"',
      '{"alg":"EdDSA"',
      '{"alg":"EdDSA","kid":7}',
      '\ufeff{"alg":"EdDSA"}',
      `{"alg":"EdDSA","kid":"${'x'.repeat(1_100)}"}`,
    ])
      expect([header, faultOf(raw(header))]).toEqual([header, header.length > 1_000 ? 'too-large' : 'bad-header']);
  });

  it.each([
    ['white space', '{"a": 1}', 'not-canonical'],
    ['members out of order', '{"b":1,"a":1}', 'not-canonical'],
    ['a number written otherwise', '{"a":1.0}', 'not-canonical'],
    ['an escape that is not needed', '{"a":"\\u0041"}', 'not-canonical'],
    ['a line behind it', '{"a":1}\n', 'not-canonical'],
    ['a member twice', '{"a":1,"a":1}', 'repeated-key'],
    ['a member twice, spelled differently', '{"a":1,"\\u0061":1}', 'repeated-key'],
    ['a member twice, deep inside', '{"a":[{"b":{"c":1,"c":2}}]}', 'repeated-key'],
    ['a byte order mark', '\ufeff{"a":1}', 'not-json'],
    ['two documents', '{"a":1}{"a":1}', 'not-json'],
    ['no JSON', 'a: 1', 'not-json'],
    ['half a surrogate pair', '{"a":"\\ud800"}', 'not-canonical'],
    ['nesting without end', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'not-json'],
  ])('content with %s', async (_what, content, fault) => {
    expect(faultOf(await signAnything({ privateJwk: key.privateJwk, header: {}, payload: content }))).toBe(fault);
  });

  it('content that is not UTF-8, or huge', async () => {
    const bytes = Uint8Array.from([0x22, 0xc3, 0x28, 0x22]);
    expect(faultOf(await signAnything({ privateJwk: key.privateJwk, header: {}, payload: bytes }))).toBe('not-utf8');
    expect(faultOf(await signAnything({ privateJwk: key.privateJwk, header: {}, payload: `"${'x'.repeat(4_200_000)}"` }))).toBe(
      'too-large',
    );
  });

  it('whatever bytes come: never an exception, never a signature', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string().map(bytesOf)), async (bytes) => {
        expect(faultOf(bytes)).toBeDefined();
        expect(await seal.isSignedBy(bytes, key.jwk)).toBe(false);
      }),
    );
  });

  it('a key that is none signs nothing', async () => {
    const { jws } = await key.signer.sign({ a: 1 });
    for (const x of ['', 'AA', '_'.repeat(43), key.jwk.x.slice(1)])
      expect(await seal.isSignedBy(jws, { kty: 'OKP', crv: 'Ed25519', x })).toBe(false);
  });
});

it('signs with nothing but an Ed25519 private key', async () => {
  await expect(createDocumentSigner(key.jwk)).rejects.toThrow(TypeError);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await expect(createDocumentSigner(privateKey.export({ format: 'jwk' }))).rejects.toThrow(TypeError);
});

it('splits what is a compact JWS', () => {
  expect(splitCompactJws(bytesOf(`${b64('{}')}.${b64('x')}.${'A'.repeat(86)}`))?.payload.toString()).toBe('x');
});
