import { findVersion, isAtLeast } from './find-program';

test.each([
  ['6.2.14', '6.2', true],
  ['6.10.0', '6.2', true],
  ['6.0.16', '6.2', false],
  ['7.0', '6.2', true],
  ['4.1.0', '4.0', true],
])('%s is at least %s: %s', (version, least, expected) => {
  expect(isAtLeast(version, least)).toBe(expected);
});

test('finds the version in what a program says', () => {
  expect(findVersion('Redis server v=6.2.14 sha=40305114:0')).toBe('6.2.14');
  expect(findVersion('db version v6.0.5')).toBe('6.0.5');
});
