import {
  DomainError,
  alreadyExists,
  categoryOf,
  forbidden,
  invalid,
  notFound,
  precondition,
  staleVersion,
  unavailable,
} from './domain-error';
import { transportTable } from './transport-table';

const texts = { vi: 'sai', en: 'wrong' };

it('carries code, category and both languages; its message is the English one', () => {
  const cause = new Error('inner');
  const error = invalid('bad_thing', { ...texts, params: { line: 3 }, details: [{ code: 'x', ...texts }], cause });
  expect(error).toMatchObject({
    category: 'invalid',
    code: 'bad_thing',
    vi: 'sai',
    en: 'wrong',
    message: 'wrong',
    params: { line: 3 },
    cause,
  });
  expect(error.details).toHaveLength(1);
  expect(new DomainError({ category: 'bug', code: 'x', ...texts })).not.toHaveProperty('cause');
});

it('the shorthands have the categories of their names', () => {
  const made = [notFound, alreadyExists, precondition, staleVersion, forbidden, unavailable].map((make) => make('x', texts).category);
  expect(made).toEqual(['not_found', 'already_exists', 'precondition', 'stale_version', 'forbidden', 'unavailable']);
});

it('what nobody has translated is a bug', () => {
  expect([new Error('x'), 'text', undefined, null].map(categoryOf)).toEqual(['bug', 'bug', 'bug', 'bug']);
});

it('every category has its own gRPC status, so that a client can tell the category from it', () => {
  const codes = Object.values(transportTable).map((answer) => answer.grpc);
  expect(new Set(codes).size).toBe(codes.length);
});

it('only what may pass by itself is tried again', () => {
  const retried = Object.entries(transportTable).flatMap(([category, { consumer }]) => (consumer === 'retry' ? [category] : []));
  expect(retried.sort()).toEqual(['not_found', 'stale_version', 'unavailable']);
});
