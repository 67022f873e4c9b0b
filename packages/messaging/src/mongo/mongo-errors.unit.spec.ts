import { mongo } from 'mongoose';
import { isTransientTransactionError, translateMongoError } from './mongo-errors';

const answered = (code: number): Error => new mongo.MongoServerError({ message: 'refused', code, codeName: 'X' });

test.each([
  ['a conflicting write', 112],
  ['a transaction that ran longer than the server allows', 290],
])('%s is run again, and told as a database that is too busy', (_what, code) => {
  expect(isTransientTransactionError(answered(code))).toBe(true);
  expect(translateMongoError(answered(code))).toMatchObject({ category: 'unavailable', code: 'database_contended' });
});

test('an answer that nothing explains stays what it is: a bug', () => {
  const bug = answered(121);
  expect(isTransientTransactionError(bug)).toBe(false);
  expect(translateMongoError(bug)).toBe(bug);
});

test.each([
  ['not writable primary', 10107],
  ['interrupted at shutdown', 11600],
])('%s is a database that is away', (_what, code) => {
  expect(translateMongoError(answered(code))).toMatchObject({ category: 'unavailable', code: 'database_unavailable' });
});
