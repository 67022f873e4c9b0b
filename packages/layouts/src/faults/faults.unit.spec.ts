import { defineFaults, fault, sharedFaults } from './fault-catalogue';

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name.replace(/(Vi|En)$/, '')).sort();

test.each(Object.entries(sharedFaults.texts))('%s says the same in both languages', (_code, { vi, en }) => {
  expect(vi).not.toBe('');
  expect(placeholders(vi)).toEqual(placeholders(en));
});

test('a cell is quoted and cut, other params stand as they are, and what a cell holds is never a placeholder', () => {
  expect(fault('too_many_decimals', { value: '1.255', unit: 'USD', decimals: '2' }, 'amount')).toEqual({
    code: 'too_many_decimals',
    column: 'amount',
    vi: '"1.255": USD có nhiều nhất 2 chữ số thập phân',
    en: '"1.255": USD has at most 2 decimals',
  });
  expect(fault('formula', { value: `=${'{x}'.repeat(40)}` }).en).toBe(`"=${'{x}'.repeat(19)}{x…" begins with = + or @ (a formula)`);
  expect(fault('required', {}, 'date')).toMatchObject({ vi: 'Không được để trống date', en: 'date must not be empty' });
  expect(fault('file_empty')).toEqual({
    code: 'file_empty',
    vi: 'Tệp rỗng: không có cả dòng tiêu đề',
    en: 'The file is empty: not even a header row',
  });
});

test('a service adds codes of its own and may not redefine a shared one', () => {
  const texts = { vi: 'a', en: 'b' };
  expect(defineFaults({ bad_vsic: texts }).fault('bad_vsic', {}, 'vsic_code')).toEqual({ code: 'bad_vsic', column: 'vsic_code', ...texts });
  expect(defineFaults({ bad_vsic: texts }).fault('key_twice', { key: 'a', line: '2' }).en).toBe(
    'The key a stands on line 2 with other content',
  );
  expect(() => defineFaults({ required: texts })).toThrow('required');
});
