import fc from 'fast-check';
import { toCanonicalJson, toJson } from './json';
import { languageOf } from './problem';
import { hashRequest, matchesEtag, readIdempotencyKey, readIfMatch, readQuery } from './request-parts';

it('canonical JSON is the same whatever order the members came in, and different for different content', () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, member]) => [key, shuffled(member)]),
    );
  };
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(toCanonicalJson(shuffled(a))).toBe(toCanonicalJson(a));
      expect(toCanonicalJson(JSON.parse(toCanonicalJson(a)))).toBe(toCanonicalJson(a));
      const same = toCanonicalJson(a) === toCanonicalJson(b);
      expect(hashRequest({ method: 'POST', address: '/x', body: a }) === hashRequest({ method: 'POST', address: '/x', body: b })).toBe(
        same,
      );
    }),
  );
});

it('a body that names __proto__ is hashed like any other', () => {
  expect(toCanonicalJson(JSON.parse('{"__proto__":{"a":1}}'))).not.toBe(toCanonicalJson({}));
});

it('64-bit integers go out as text, exactly', () => {
  expect(toJson({ amount: 9007199254740993n, list: [1n] })).toBe('{"amount":"9007199254740993","list":["1"]}');
});

it('takes a key bare or in quotes', () => {
  expect(readIdempotencyKey('"abc"')).toBe('abc');
  expect(readIdempotencyKey('abc')).toBe('abc');
  expect(() => readIdempotencyKey(undefined)).toThrow(expect.objectContaining({ code: 'idempotency_key_required' }));
  for (const bad of ['', '""', 'a b', 'é', 'x'.repeat(201)])
    expect(() => readIdempotencyKey(bad)).toThrow(expect.objectContaining({ code: 'idempotency_key_malformed' }));
});

it('reads entity tags', () => {
  expect([readIfMatch(undefined), readIfMatch('"5"'), readIfMatch('*'), readIfMatch('W/"5"')]).toEqual([undefined, '5', '*', 'W/"5"']);
  expect([
    matchesEtag('"a", "b"', '"b"'),
    matchesEtag('W/"b"', '"b"'),
    matchesEtag('*', '"b"'),
    matchesEtag('"a"', '"b"'),
    matchesEtag(undefined, '"b"'),
  ]).toEqual([true, true, true, false, false]);
});

it('reads a query, names given twice as lists, and names of built-ins as any other', () => {
  expect(readQuery('/x')).toEqual({});
  expect(readQuery('/x?a=1&b=%C4%91&a=2&a=3&toString=x')).toEqual({ a: ['1', '2', '3'], b: 'đ', toString: 'x' });
});

it.each([
  [undefined, 'vi'],
  ['en', 'en'],
  ['vi-VN,en;q=0.5', 'vi'],
  ['en-US,en;q=0.9,vi;q=0.8', 'en'],
  ['fr-FR', 'vi'],
  ['*', 'vi'],
  ['english', 'vi'],
])('Accept-Language %s means %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});
