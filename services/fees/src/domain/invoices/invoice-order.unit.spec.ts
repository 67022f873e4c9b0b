import { period, plainDate } from '@kcn/kernel';
import fc from 'fast-check';
import { listOrder } from './invoice-order';
import { freezeList } from './numbering';

test('texts of places sort as the list does, also where one number begins another or goes on with a sign below a hyphen', () => {
  const places = fc.record({
    code: fc.constant(''),
    invoiceDate: fc.constantFrom(plainDate('2026-01-31'), plainDate('2026-02-01')),
    contractNo: fc.constantFrom('A', 'A-1', 'A/1', 'A 1', 'A!', 'A1', 'Đ-2', 'B'),
    period: fc.constantFrom(period('2026'), period('2026-01'), period('2026-Q1')),
  });
  fc.assert(
    fc.property(fc.array(places), (list) => {
      const byText = list.toSorted((a, b) => (listOrder(a) < listOrder(b) ? -1 : listOrder(a) > listOrder(b) ? 1 : 0));
      expect(byText).toEqual(freezeList(list));
    }),
  );
});
