import { createHash } from 'node:crypto';
import type { PlainDate } from '@kcn/kernel';
import type { Place, StoredFact } from '../../application/ports';
import type { Fact } from '../../domain/facts/fact';
import { positionText } from './collections';
import type { FactDocument } from './collections';

const DIGEST_LENGTH = 20;

export const factPrefix = ({ board, generation }: Place): string => `${board}/${generation.toString()}/`;

/** The id follows from everything the fact says, so that the difference of two sets of facts is inserts and deletes. */
export function factId(place: Place, f: Fact): string {
  const text = [
    f.unit,
    f.measure,
    f.measureUnit,
    f.capital ?? '',
    f.park ?? '',
    f.date,
    f.source.kind,
    f.source.key,
    f.value.toString(),
    f.n,
    f.missing,
    ...(f.rates ?? []),
    // Only facts of other services have one, and no two fields are taken for each other.
    ...(f.topic === undefined ? [] : [`topic ${f.topic}`]),
  ].join('\n');
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, DIGEST_LENGTH);
  return `${factPrefix(place)}${positionText(f.position)}/${digest}`;
}

export function toFactDocument({ board, generation }: Place, { id, fact }: StoredFact): FactDocument {
  const { unit, measure, measureUnit, capital, park, topic, date, position, value, n, missing, source, rates } = fact;
  return {
    _id: id,
    board,
    generation,
    unit,
    measure,
    measureUnit,
    ...(capital === undefined ? {} : { capital }),
    ...(park === undefined ? {} : { park }),
    ...(topic === undefined ? {} : { topic }),
    date,
    position,
    value,
    n,
    missing,
    kind: source.kind,
    key: source.key,
    ...(rates === undefined ? {} : { rates }),
  };
}

/** The document must have been read with `useBigInt64`. */
export function fromFactDocument({
  unit,
  measure,
  measureUnit,
  capital,
  park,
  topic,
  date,
  position,
  value,
  n,
  missing,
  kind,
  key,
  rates,
}: FactDocument): Fact {
  return {
    unit,
    measure,
    measureUnit,
    ...(capital === undefined ? {} : { capital: capital as 'FDI' | 'DDI' }),
    ...(park === undefined ? {} : { park }),
    ...(topic === undefined ? {} : { topic }),
    date: date as PlainDate,
    position,
    value,
    n,
    missing,
    source: { kind, key },
    ...(rates === undefined ? {} : { rates }),
  };
}
