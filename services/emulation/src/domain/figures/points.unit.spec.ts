import { findExact, ZERO } from '@kcn/kernel/fraction';
import { formatHundredths, toHundredths } from './points';

test.each([
  ['26.875', '26.88'],
  ['26.8749999', '26.87'],
  ['-0.005', '-0.01'],
  ['0.004', '0.00'],
  ['1/3', '0.33'],
  ['2/3', '0.67'],
])('%s points are rounded half away from zero to %s', (exact, printed) => {
  expect(formatHundredths(toHundredths(findExact(exact) ?? ZERO))).toBe(printed);
});
