import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { contentOf } from '../../spec-support/bloc-sample';
import { number } from '../../spec-support/small-bloc';
import { parseCriteria } from '../criteria/parse-criteria';
import type { AwardForm, Nomination } from './enterprise-awards';
import { decideNomination, directWorkersReach } from './enterprise-awards';

const form: AwardForm = {
  code: 'certificate-of-merit',
  name: { vi: 'Bằng khen', en: 'Certificate of merit' },
  recipients: ['enterprise'],
  threshold: number('80'),
  conditions: [
    { code: 'no-budget-debt', name: { vi: 'Không nợ ngân sách', en: 'No debt to the budget' } },
    { code: 'no-serious-violation', name: { vi: 'Không vi phạm nghiêm trọng', en: 'No serious violation' } },
  ],
  opinions: [
    { code: 'tax', name: { vi: 'Thuế', en: 'Tax' } },
    { code: 'environment', name: { vi: 'Môi trường', en: 'Environment' } },
  ],
};
const nomination: Nomination = {
  nominee: '0900000001',
  alreadyGiven: [],
  total: number('80'),
  unscored: [],
  conditions: new Map([
    ['no-budget-debt', true],
    ['no-serious-violation', true],
  ]),
  opinions: new Map([
    ['tax', 'agrees'],
    ['environment', 'agrees'],
  ]),
};
const decide = (changes: Partial<Nomination>): readonly [string, readonly string[]] => {
  const { outcome, grounds } = decideNomination(form, { ...nomination, ...changes });
  return [outcome, grounds.map((ground) => `${ground.code} ${ground.subject}`)];
};

describe('enterprise awards', () => {
  it('have criteria of their own in the format of the bloc’s', () => {
    const criteria = contentOf(parseCriteria(readFileSync(resolve(__dirname, '../../../criteria/enterprise-awards-1.json'), 'utf8')));
    expect(criteria.totalMax).toEqual(number('100'));
  });

  it.each<[string, Partial<Nomination>, readonly [string, readonly string[]]]>([
    ['all holds, on the threshold', {}, ['recommended', []]],
    ['below the threshold', { total: number('79.99') }, ['refused', ['below_threshold 0900000001']]],
    [
      'a condition fails',
      {
        conditions: new Map([
          ['no-budget-debt', false],
          ['no-serious-violation', true],
        ]),
      },
      ['refused', ['condition_not_met no-budget-debt']],
    ],
    [
      'a condition nobody looked at',
      { conditions: new Map([['no-budget-debt', true]]) },
      ['incomplete', ['condition_unknown no-serious-violation']],
    ],
    [
      'an agency objects',
      {
        opinions: new Map([
          ['tax', 'objects'],
          ['environment', 'agrees'],
        ]),
      },
      ['refused', ['agency_objects tax']],
    ],
    [
      'an opinion is missing',
      {
        opinions: new Map([
          ['tax', 'agrees'],
          ['environment', 'none'],
        ]),
      },
      ['incomplete', ['opinion_missing environment']],
    ],
    ['rewarded for it already', { alreadyGiven: ['certificate-of-merit'] }, ['refused', ['already_given certificate-of-merit']]],
    ['rewarded for it in another form', { alreadyGiven: ['flag'] }, ['refused', ['already_given flag']]],
    ['too few points while some are open', { total: number('70'), unscored: ['DN-4.1'] }, ['incomplete', ['criterion_unscored DN-4.1']]],
    ['enough points although some are open', { unscored: ['DN-4.1'] }, ['recommended', []]],
    [
      'refused beats incomplete',
      { conditions: new Map(), opinions: new Map([['tax', 'objects']]) },
      [
        'refused',
        ['condition_unknown no-budget-debt', 'condition_unknown no-serious-violation', 'agency_objects tax', 'opinion_missing environment'],
      ],
    ],
  ])('%s', (_, changes, expected) => {
    expect(decide(changes)).toEqual(expected);
  });

  it.each([
    [22, 39, true],
    [5, 10, true],
    [4, 9, false],
    [0, 0, true],
  ])('%i direct workers of %i individuals reach half: %s', (direct, individuals, reached) => {
    expect(directWorkersReach(number('0.5'), { direct, individuals })).toBe(reached);
  });
});
