import { fromExactText, toExactText } from './exact-text';

it('gives back long whole numbers, maps and what lies in them; what is undefined is not kept', () => {
  const value = { total: 123456789012345678901234567890n, keys: new Map([['a', { numerator: -1n, denominator: 3n }]]), text: '$int' };
  expect(fromExactText(toExactText({ ...value, absent: undefined }))).toEqual(value);
});
