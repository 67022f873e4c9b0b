import { plainDate } from '@kcn/kernel';
import { createWorkingCalendar } from '@kcn/vietnam';
import { smallBloc } from '../../spec-support/small-bloc';
import { decideAppeal, fileAppeal, freezeScores, sheetCounts } from './freeze';
import { addMembership, blocsOf, membersOf } from './membership';
import { mayReadSheet } from './sheet-access';
import type { CycleAction, CycleState } from './year-cycle';
import { ALLOWED_STEPS, allowedActions, CYCLE_STATES, takeStep } from './year-cycle';

const bloc = smallBloc();
const calendar = createWorkingCalendar();
const day = plainDate;
const coded = (code: string): Error => expect.objectContaining({ code }) as Error;
const step = (state: CycleState, action: CycleAction, by = 'a', on = '2026-01-05', reason?: string) =>
  takeStep(bloc, state, { action, by, on: day(on), ...(reason === undefined ? {} : { reason }) }, calendar);

describe('the year of a bloc', () => {
  it('runs from planned to closed, one state after the other', () => {
    const inOrder: readonly CycleAction[] = [
      'sign-pledge',
      'close-registration',
      'launch',
      'close-self-score',
      'close-cross-check',
      'freeze',
      'close-ballot',
      'submit-dossier',
      'record-decision',
      'hand-over',
    ];
    const states = inOrder.reduce<readonly CycleState[]>(
      (passed, action) => [...passed, step(passed.at(-1) ?? 'planned', action).to],
      ['planned'],
    );
    expect(states).toEqual(CYCLE_STATES);
  });

  it('allows exactly what its table says', () => {
    const actions = [...new Set(ALLOWED_STEPS.map((one) => one.action))];
    for (const state of CYCLE_STATES)
      for (const action of actions) {
        const allowed = ALLOWED_STEPS.some((one) => one.from === state && one.action === action);
        const attempt = () => step(state, action, 'a', '2026-01-05', 'lý do');
        if (allowed) expect(attempt().from).toBe(state);
        else expect(attempt).toThrow(coded('step_not_allowed'));
      }
  });

  it('asks for the roles of the year, not for an organisation', () => {
    expect(allowedActions(bloc, 'cross-checked', 'a')).toEqual(['freeze']);
    expect(allowedActions(bloc, 'cross-checked', 'b')).toEqual([]);
    expect(allowedActions(smallBloc({ leader: 'b', deputy: 'a' }), 'cross-checked', 'b')).toEqual(['freeze']);
    expect(allowedActions(bloc, 'in-progress', 'b')).toContain('review-mid-year');
    expect(() => step('cross-checked', 'freeze', 'b')).toThrow(coded('not_your_step'));
    expect(() => step('planned', 'sign-pledge', 'c')).toThrow(coded('not_your_step'));
  });

  it('takes a late step from the leader, with a reason and the working days counted', () => {
    expect(step('planned', 'sign-pledge', 'b', '2026-02-13').lateWorkingDays).toBe(0);
    expect(() => step('planned', 'sign-pledge', 'b', '2026-02-24', 'x')).toThrow(coded('late_step_is_the_leaders'));
    expect(() => step('planned', 'sign-pledge', 'a', '2026-02-24')).toThrow(coded('reason_required'));
    expect(() => step('planned', 'sign-pledge', 'a', '2026-02-24', '  ')).toThrow(coded('reason_required'));
    // From Friday 13/2 over Tết (16–20/2) to Tuesday 24/2: Monday and Tuesday.
    expect(step('planned', 'sign-pledge', 'a', '2026-02-24', 'Tết')).toMatchObject({ lateWorkingDays: 2, reason: 'Tết' });
  });

  it('re-opens only with a reason', () => {
    expect(() => step('consolidated', 're-open')).toThrow(coded('reason_required'));
    expect(step('consolidated', 're-open', 'a', '2026-07-09', 'số liệu sai')).toMatchObject({ to: 'cross-checked' });
  });
});

describe('freeze', () => {
  const hashes = (members: readonly string[]) => new Map(members.map((member) => [member, `sha256-${member}`]));
  const error = { code: 'needs_reason', member: 'c', criterion: 'I-1', vi: 'x', en: 'x' } as const;

  it('needs a sheet or a reason for every member', () => {
    expect(freezeScores({ bloc, accepted: hashes(['a', 'b', 'c', 'd', 'e']), reasons: new Map(), errors: [] }).missing.size).toBe(0);
    const attempt = () =>
      freezeScores({ bloc, accepted: hashes(['a', 'b', 'c']), reasons: new Map([['d', 'không liên lạc được']]), errors: [] });
    expect(attempt).toThrow(
      expect.objectContaining({
        code: 'freeze_blocked',
        details: [expect.objectContaining({ code: 'sheet_missing', en: expect.stringContaining('e:') as string })],
      }),
    );
    const both = new Map([
      ['d', 'không liên lạc được'],
      ['e', 'sáp nhập'],
    ]);
    expect(freezeScores({ bloc, accepted: hashes(['a', 'b', 'c']), reasons: both, errors: [] }).missing).toEqual(both);
  });

  it('is blocked by a value without its reason', () => {
    expect(() => freezeScores({ bloc, accepted: hashes(['a', 'b', 'c', 'd', 'e']), reasons: new Map(), errors: [error] })).toThrow(
      coded('freeze_blocked'),
    );
  });

  it('ends what a sheet can change, until the leader re-opens', () => {
    expect(CYCLE_STATES.filter(sheetCounts)).toEqual(['planned', 'pledged', 'registered', 'in-progress', 'self-scored', 'cross-checked']);
    expect(sheetCounts(step('consolidated', 're-open', 'a', '2026-07-09', 'x').to)).toBe(true);
  });

  it('opens appeals until the vote; the leader decides, the deputy on the leader’s own', () => {
    const appeal = { member: 'c', criterion: 'I-1', reason: 'thiếu một dự án' };
    expect(fileAppeal('consolidated', 'c', appeal)).toBe(appeal);
    expect(() => fileAppeal('cross-checked', 'c', appeal)).toThrow(coded('appeal_closed'));
    expect(() => fileAppeal('voted', 'c', appeal)).toThrow(coded('appeal_closed'));
    expect(() => fileAppeal('consolidated', 'd', appeal)).toThrow(coded('not_your_score'));
    expect(decideAppeal(bloc, appeal, { by: 'a', upheld: true, answer: 'đúng' })).toMatchObject({ next: 're-open' });
    expect(decideAppeal(bloc, appeal, { by: 'a', upheld: false, answer: 'đã đủ' })).toMatchObject({ next: 'none' });
    expect(() => decideAppeal(bloc, appeal, { by: 'b', upheld: true, answer: 'đúng' })).toThrow(coded('not_your_decision'));
    expect(() => decideAppeal(bloc, { ...appeal, member: 'a' }, { by: 'a', upheld: true, answer: 'x' })).toThrow(
      coded('not_your_decision'),
    );
    expect(decideAppeal(bloc, { ...appeal, member: 'a' }, { by: 'b', upheld: true, answer: 'x' }).upheld).toBe(true);
    expect(() => decideAppeal(bloc, appeal, { by: 'a', upheld: true, answer: '' })).toThrow(coded('reason_required'));
  });
});

describe('reading another’s sheet', () => {
  const may = (reader: string, state: CycleState = 'self-scored', handedIn = true) =>
    mayReadSheet({ bloc, state, reader, member: 'c', handedIn });

  it('is for leader, deputy and drawn checker, from hand-in to freeze', () => {
    expect(['a', 'b', 'd', 'e'].map((reader) => may(reader))).toEqual([true, true, false, false]);
    // b is drawn to check c, c to check d
    expect(mayReadSheet({ bloc, state: 'self-scored', reader: 'c', member: 'd', handedIn: true })).toBe(true);
    expect(may('a', 'self-scored', false)).toBe(false);
    expect(may('a', 'consolidated')).toBe(false);
    expect(may('c', 'consolidated')).toBe(true);
    expect(may('c', 'planned', false)).toBe(true);
  });
});

describe('membership', () => {
  const old = { bloc: 'ministry', member: 'hai-duong', from: day('2019-01-01'), to: day('2025-06-30') };
  const memberships = addMembership(addMembership([old], { bloc: 'province', member: 'hai-duong', from: day('2020-01-01') }), {
    ...old,
    from: day('2026-01-01'),
    to: day('2026-12-31'),
  });

  it('lets a board be in several blocs, each for its time', () => {
    expect(blocsOf(memberships, { member: 'hai-duong', on: day('2025-06-30') })).toEqual(['ministry', 'province']);
    expect(blocsOf(memberships, { member: 'hai-duong', on: day('2025-07-01') })).toEqual(['province']);
    expect(membersOf(memberships, { bloc: 'ministry', on: day('2026-05-01') })).toEqual(['hai-duong']);
  });

  it('refuses to be in one bloc twice at a time', () => {
    expect(() => addMembership(memberships, { ...old, from: day('2025-06-30'), to: day('2025-07-30') })).toThrow(coded('already_member'));
    expect(() => addMembership([], { ...old, to: day('2018-01-01') })).toThrow(coded('ends_before_it_begins'));
  });
});
