import { interpolate, interpolateAll } from './interpolate';

const env = { A: 'a', EMPTY: '' };

test.each([
  ['plain', 'plain'],
  ['${A}', 'a'],
  ['$A-$A', 'a-a'],
  ['${NONE}', ''],
  ['${NONE:-d}', 'd'],
  ['${NONE-d}', 'd'],
  ['${EMPTY:-d}', 'd'],
  ['${EMPTY-d}', ''],
  ['${A:-d}', 'a'],
  ['${NONE:-${A}}/x', 'a/x'],
  ['$$A', '$A'],
  ['${NONE:-./.data}/jwks.json', './.data/jwks.json'],
  ['${NONE:-}', ''],
])('%s → %s', (text, expected) => {
  expect(interpolate(text, env)).toBe(expected);
});

test('a variable that must be set and is not, is named', () => {
  expect(() => interpolate('${NONE:?give it}', env)).toThrow(/NONE.*give it/);
  expect(interpolate('${EMPTY?give it}', env)).toBe('');
  expect(() => interpolate('${EMPTY:?give it}', env)).toThrow(/EMPTY/);
});

test('reaches every value and leaves numbers and keys alone', () => {
  expect(interpolateAll({ '${A}': ['${A}', 1, null, { b: '${A}' }] }, env)).toEqual({ '${A}': ['a', 1, null, { b: 'a' }] });
});
