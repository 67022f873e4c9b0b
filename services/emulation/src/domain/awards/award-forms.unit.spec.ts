import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { compare } from '@kcn/kernel/fraction';
import { contentOf } from '../../spec-support/bloc-sample';
import { number } from '../../spec-support/small-bloc';
import { parseAwardForms } from './award-forms';

const text = readFileSync(resolve(__dirname, '../../../criteria/enterprise-award-forms-1.json'), 'utf8');
const file = JSON.parse(text) as Record<string, unknown> & { forms: readonly Record<string, unknown>[] };
const faultsOf = (changes: object): readonly string[] => {
  const reading = parseAwardForms(JSON.stringify({ ...file, ...changes }));
  return reading.ok ? [] : reading.faults.map(({ path, code }) => `${path} ${code}`);
};
const [first] = file.forms;

it('the proposal that comes along is sound', () => {
  const { directWorkersShare, forms } = contentOf(parseAwardForms(text));
  expect(compare(directWorkersShare, number('0.50'))).toBe(0);
  expect(
    forms.map(({ code, recipients, threshold, opinions }) => [code, recipients.join(), threshold?.numerator, opinions.length]),
  ).toEqual([
    ['giay-khen', 'enterprise', 70n, 3],
    ['bang-khen', 'enterprise', 80n, 5],
    ['co-thi-dua', 'enterprise', 90n, 5],
    ['giay-khen-ca-nhan', 'person', undefined, 0],
  ]);
});

it.each<[string, object, readonly string[]]>([
  ['another format', { format: 'x/1' }, ['/format unknown_format']],
  ['a share above one', { directWorkersShare: '1.1' }, ['/directWorkersShare out_of_range']],
  ['a mistyped field', { form: [] }, ['/form unknown_field']],
  ['a condition that is not listed', { forms: [{ ...first, conditions: ['no-debt'] }] }, ['/forms/0/conditions unknown_code']],
  ['an agency that is not listed', { forms: [{ ...first, opinions: ['army'] }] }, ['/forms/0/opinions unknown_code']],
  ['another kind of nominee', { forms: [{ ...first, recipients: ['enterprise', 'party'] }] }, ['/forms/0/recipients unknown_code']],
  ['a threshold below nought', { forms: [{ ...first, threshold: '-1' }] }, ['/forms/0/threshold out_of_range']],
  ['a code twice', { forms: [first, first] }, ['/forms duplicate_code']],
])('names %s', (_, changes, expected) => expect(faultsOf(changes)).toEqual(expected));
