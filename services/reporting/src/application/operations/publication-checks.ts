import { Buffer } from 'node:buffer';
import type { SummaryFigure } from '../../domain/figures/figure';
import { RULES_VERSION } from '../../domain/rules-version';
import { summaryDifferences } from '../../domain/summary/differences';
import type { Publication, Publications } from '../ports';
import { sha256Of } from '../summary/publish-summary';
import type { VectorResolver } from '../summary/resolve-vector';
import type { Summaries, SummaryName } from '../summary/summaries';
import { check, SHOWN } from './check';
import type { Check } from './check';

interface PublicationParts {
  readonly publications: Publications;
  readonly vectors: VectorResolver;
  readonly summaries: Summaries;
}

const figuresOf = (bytes: Uint8Array): readonly SummaryFigure[] =>
  (JSON.parse(Buffer.from(bytes).toString('utf8')) as { readonly figures: readonly SummaryFigure[] }).figures;

const nameOf = ({ period, calendar, revision }: Publication): string => `${period} ${calendar} #${revision.toString()}`;

/** What today's rules would print otherwise, shortened; empty where it is the same. */
function changedByRules(publication: Publication, again: Uint8Array): string {
  const differences = summaryDifferences(figuresOf(publication.bytes), figuresOf(again));
  if (differences.length === 0) return '';
  const shown = differences
    .slice(0, SHOWN)
    .map(
      ({ indicator, breakdown, unit, field, before, after }) =>
        `${[indicator, breakdown, unit, field].filter((part) => part !== '').join(' ')}: ${before ?? '–'} → ${after ?? '–'}`,
    );
  return `${nameOf(publication)} (rules ${publication.rulesVersion} → ${RULES_VERSION}), ${differences.length.toString()} differ / khác nhau: ${shown.join('; ')}`;
}

/**
 * Published summaries are what they were. Made again as of their instant, those of today's rules come out the same to the
 * byte; of those of earlier rules it is listed what today's would print otherwise, which is no fault.
 */
export async function publicationChecks(board: string, { publications, vectors, summaries }: PublicationParts): Promise<Check[]> {
  let [count, damaged, irreproducible] = [0, '', ''];
  const ofOtherRules: string[] = [];
  let changed = 0;
  for await (const publication of publications.ofBoard(board)) {
    count += 1;
    const { period, calendar, asOf } = publication;
    if (sha256Of(publication.bytes) !== publication.sha256) damaged ||= nameOf(publication);
    const vector = await vectors.resolve(board, asOf);
    const again = await summaries.render(vector, { period, calendar } as SummaryName);
    if (publication.rulesVersion !== RULES_VERSION) {
      const change = changedByRules(publication, again);
      if (change !== '') changed += 1;
      if (change !== '' && ofOtherRules.length < SHOWN) ofOtherRules.push(change);
    } else if (Buffer.compare(again, publication.bytes) !== 0) irreproducible ||= nameOf(publication);
  }
  return [
    check('publications-unchanged', count, count, damaged),
    check('publications-reproducible', count, count, irreproducible),
    { ...check('publications-under-new-rules', changed, changed), detail: ofOtherRules.join(' | ') },
  ];
}
