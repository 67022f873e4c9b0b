import { invalid } from '@kcn/kernel';
import { CAPITAL_KINDS, UNIT_BY_CAPITAL } from './indicator';
import type { BreakdownShape, CapitalKind, Indicator } from './indicator';

/** A breakdown taken apart: all absent is the total; `topic` is free text. */
export interface BreakdownParts {
  readonly capital?: CapitalKind;
  readonly park?: string;
  readonly topic?: string;
}

const SHAPES: readonly BreakdownShape[] = ['capital', 'park', 'capital;park', 'topic'];
const PARK = 'park:';
const isCapital = (text: string): text is CapitalKind => (CAPITAL_KINDS as readonly string[]).includes(text);

/**
 * Reads the catalogue's column, `capital, park, capital;park`.
 * @throws DomainError invalid `bad_breakdowns`
 */
export function parseBreakdowns(text: string): BreakdownShape[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.map((name) => {
    const shape = SHAPES.find((s) => s === name);
    if (!shape) {
      throw invalid('bad_breakdowns', {
        vi: `"${name}" không phải là một cách phân tổ (capital, park, capital;park, topic)`,
        en: `"${name}" is not a breakdown (capital, park, capital;park, topic)`,
      });
    }
    return shape;
  });
}

/** `FDI;park:pho-noi-a` taken apart; text of no known form is a topic. */
export function parseBreakdown(text: string): BreakdownParts {
  if (text === '') return {};
  if (isCapital(text)) return { capital: text };
  if (text.startsWith(PARK)) return { park: text.slice(PARK.length) };
  const [first = '', ...rest] = text.split(';');
  const second = rest.join(';');
  if (isCapital(first) && second.startsWith(PARK)) return { capital: first, park: second.slice(PARK.length) };
  return { topic: text };
}

/** A topic that facts are told of, and the park within it: `INFRA;park:loc-son`. */
export function parseTopic(topic: string): { readonly topic: string; readonly park?: string } {
  const at = topic.indexOf(`;${PARK}`);
  return at < 0 ? { topic } : { topic: topic.slice(0, at), park: topic.slice(at + 1 + PARK.length) };
}

/** The rows of a topic: it alone, and with a park. */
export const topicBreakdowns = ({ topic, park }: { readonly topic: string; readonly park?: string | undefined }): string[] =>
  park === undefined ? [topic] : [topic, `${topic};${PARK}${park}`];

/** The text of a breakdown; the total is ``. */
export function breakdownOf({ capital, park, topic }: BreakdownParts): string {
  if (topic !== undefined) return topic;
  const parts = [...(capital === undefined ? [] : [capital as string]), ...(park === undefined ? [] : [`${PARK}${park}`])];
  return parts.join(';');
}

function findShape({ capital, park, topic }: BreakdownParts): BreakdownShape | undefined {
  if (topic !== undefined) return 'topic';
  if (capital !== undefined) return park === undefined ? 'capital' : 'capital;park';
  return park === undefined ? undefined : 'park';
}

/** Whether figures of the indicator have rows of this breakdown. A typed value may give the total of any indicator. */
export function allowsBreakdown(indicator: Indicator, breakdown: string): boolean {
  const shape = findShape(parseBreakdown(breakdown));
  return shape === undefined || indicator.breakdowns.includes(shape);
}

/** Whether records can give this row: the total is left out where the capital kinds have different units. */
export const hasRecordRow = (indicator: Indicator, breakdown: string): boolean =>
  allowsBreakdown(indicator, breakdown) && (breakdown !== '' || indicator.unit !== UNIT_BY_CAPITAL);
