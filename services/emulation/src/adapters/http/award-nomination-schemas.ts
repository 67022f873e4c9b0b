import { formatFraction } from '@kcn/kernel/fraction';
import { z } from 'zod';
import type { NominationState } from '../../application/awards/keep-nominations';
import { printAwardCode } from '../../domain/awards/award-code';
import type { AgencyOpinion, EnterpriseRules, NominationContent } from '../../domain/awards/nomination';
import { nominationName } from '../../domain/awards/nomination';
import { formatHundredths } from '../../domain/figures/points';
import { decisionReferenceSchema } from './award-schemas';

const line = (max: number) => z.string().trim().min(1).max(max);
const code = line(80);
const decimal = z.string().regex(/^-?\d{1,30}(\.\d{1,10})?$/);

/** Lengths are those with which a certificate stays one page. */
export const nominationSchema = z.strictObject({
  form: code,
  nominee: z.strictObject({
    kind: z.enum(['enterprise', 'person']),
    id: line(80),
    name: line(160),
    address: line(150).optional(),
    direct_worker: z.boolean().default(false),
  }),
  achievement: line(300),
  topic: code.default('regular'),
  figures: z
    .array(z.strictObject({ indicator: code, part: z.enum(['actual', 'last_year']), value: decimal }))
    .max(200)
    .default([]),
  points: z
    .array(z.strictObject({ criterion: code, points: decimal, reason: line(1_000), evidence: line(300).optional() }))
    .max(200)
    .default([]),
});
export const correctionSchema = nominationSchema.extend({ reason: line(1_000) });
export const opinionSchema = z.strictObject({
  agency: code,
  opinion: z.enum(['agrees', 'objects']),
  document: decisionReferenceSchema,
  note: line(2_000).optional(),
});
export const conditionSchema = z.strictObject({ condition: code, met: z.boolean(), evidence: line(500) });

export const stateSchema = z.looseObject({
  nomination: z.string(),
  outcome: z.enum(['recommended', 'incomplete', 'refused', 'awarded']),
  total: z.string(),
  grounds: z.array(z.object({ code: z.string(), subject: z.string(), vi: z.string(), en: z.string() })),
});

export const contentOf = ({
  form,
  nominee,
  achievement,
  topic,
  figures,
  points,
}: z.output<typeof nominationSchema>): NominationContent => ({
  ...{ form, achievement, topic },
  nominee: {
    ...{ kind: nominee.kind, id: nominee.id, name: nominee.name, directWorker: nominee.direct_worker },
    ...(nominee.address === undefined ? {} : { address: nominee.address }),
  },
  figures: figures.map(({ indicator, part, value }) => ({ indicator, value, part: part === 'actual' ? 'actual' : 'lastYear' })),
  points: points.map(({ evidence, ...one }) => ({ ...one, ...(evidence === undefined ? {} : { evidence }) })),
});

export const opinionOf = ({ note, ...opinion }: z.output<typeof opinionSchema>): AgencyOpinion => ({
  ...opinion,
  ...(note === undefined ? {} : { note }),
});

export const printNomination = ({ nomination, award, score, decision }: NominationState) => ({
  ...{ nomination: nominationName(nomination), number: nomination.number, version: nomination.version, form: nomination.form },
  nominee: {
    ...{ kind: nomination.nominee.kind, id: nomination.nominee.id, name: nomination.nominee.name },
    ...{ address: nomination.nominee.address ?? null, direct_worker: nomination.nominee.directWorker },
  },
  ...{ achievement: nomination.achievement, topic: nomination.topic, recorded_by: nomination.recordedBy },
  outcome: award ? 'awarded' : decision.outcome,
  total: formatHundredths(score.total),
  criteria: score.criteria.map(({ code: criterion, max, final, computed, status, flags }) => ({
    ...{ criterion, max: formatHundredths(max), status, flags },
    computed: computed === undefined ? null : formatHundredths(computed),
    final: final === undefined ? null : formatHundredths(final),
  })),
  ...{ opinions: nomination.opinions, conditions: nomination.conditions, grounds: award ? [] : decision.grounds },
  award: award ? { code: printAwardCode(award.code), register: { year: award.registerYear, number: award.registerNumber } } : null,
});

export const printRules = ({ criteria, forms }: EnterpriseRules) => ({
  ...{ version: forms.version, criteria_version: criteria.version },
  direct_workers_share: formatFraction(forms.directWorkersShare),
  forms: forms.forms.map(({ threshold, ...form }) => ({ ...form, threshold: threshold ? formatFraction(threshold) : null })),
  criteria: criteria.criteria.map(({ code: criterion, max, name, evidence, rule }) => ({
    ...{ criterion, max: formatFraction(max), name, evidence, rule: rule.kind },
  })),
  indicators: criteria.indicators.map(({ code: indicator, units, name }) => ({ indicator, unit: units.get('') ?? null, name })),
});
