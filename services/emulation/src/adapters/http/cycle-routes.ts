import { findPlainDate } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { Route } from '@kcn/service-kit';
import { commandName, created, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { FreezeNoting } from '../../application/cycle/note-leaders-freeze';
import type { TargetRegistration } from '../../application/cycle/register-targets';
import type { YearRunning } from '../../application/cycle/run-year';
import type { PledgeSigning } from '../../application/cycle/sign-pledge';
import type { YearView } from '../../application/cycle/view-year';
import { ALLOWED_STEPS } from '../../domain/cycle/year-cycle';
import type { CycleAction } from '../../domain/cycle/year-cycle';
import { blocParams, READERS } from './schemas';

const PATH = '/v1/boards/:board/blocs/:bloc/years/:year';

export const dateSchema = z.string().transform((text, context): PlainDate => {
  const found = findPlainDate(text);
  if (found !== undefined) return found;
  context.addIssue({ code: 'custom', message: 'không phải ngày / is no date (2026-01-31)' });
  return z.NEVER;
});
export const textSchema = z.string().trim().min(1).max(2_000);
const actions = [...new Set(ALLOWED_STEPS.map(({ action }) => action))] as [CycleAction, ...CycleAction[]];

export interface CycleRoutesOptions {
  readonly view: YearView;
  readonly running: YearRunning;
  readonly pledge: PledgeSigning;
  readonly registration: TargetRegistration;
  readonly noteFreeze: FreezeNoting;
}

/** The year of a bloc, from its theme to the hand-over. The board of the path is the member that acts. */
export function createCycleRoutes({ view, running, pledge, registration, noteFreeze }: CycleRoutesOptions): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: `${PATH}/cycle`,
      operationId: 'getYearCycle',
      tags: ['cycle'],
      summary: 'Where the year stands, what the board may do now, deadlines in working days, signatures, registrations, steps taken',
      roles: READERS,
      params: blocParams,
      responses: { 200: { description: 'The year as the board may see it', schema: z.looseObject({ state: z.string() }) } },
      async handler({ board, params: { bloc, year } }) {
        const seen = await view({ board, bloc, year });
        const { plan, steps, state } = seen.cycle;
        return ok({
          ...{ bloc, year, state, leader: seen.led.set.bloc.leader, deputy: seen.led.set.bloc.deputy ?? null },
          ...{ roles: seen.roles, allowed_actions: seen.allowedActions },
          theme: plan?.theme ?? seen.led.set.bloc.theme ?? null,
          pledge: plan ? { text: plan.pledge, sha256: plan.pledgeSha256 } : null,
          deadlines: seen.deadlines.map(({ step, deadline, left }) => ({ step, deadline, working_days_left: left })),
          signatures: seen.signatures.map(({ member, head, signedOn, jws, recordedBy }) => ({
            ...{ member, head, signed_on: signedOn, jws, recorded_by: recordedBy },
          })),
          registered: seen.registered,
          registrations: seen.registrations.map(({ member, registeredOn, lateWorkingDays, targets, titles, recordedBy }) => ({
            ...{ member, registered_on: registeredOn, late_working_days: lateWorkingDays, targets, titles, recorded_by: recordedBy },
          })),
          movements: seen.movements.map(({ member, name, from, to }) => ({ member, name, from, to })),
          reminders: seen.reminders.map(({ step, deadline, workingDaysLeft, outstanding, recordedAt }) => ({
            ...{ step, deadline, working_days_left: workingDaysLeft, outstanding, given_at: recordedAt },
          })),
          steps: steps.map(({ action, from, to, on, by, lateWorkingDays, reason, output, recordedAt }) => ({
            ...{ action, from, to, on, by, late_working_days: lateWorkingDays, reason: reason ?? null, output, recorded_at: recordedAt },
          })),
        });
      },
    }),
    defineRoute({
      method: 'post',
      path: `${PATH}/cycle/plan`,
      operationId: 'setYearPlan',
      tags: ['cycle'],
      summary: 'Theme and pledge of the year, by its leader, until the first member has signed',
      roles: ['approver'],
      params: blocParams,
      body: z.strictObject({ theme: z.strictObject({ vi: textSchema, en: textSchema }), pledge: z.string().trim().min(1).max(50_000) }),
      idempotent: true,
      responses: { 200: { description: 'The hash that is signed', schema: z.object({ pledge_sha256: z.string() }) } },
      async handler({ board, principal, params: { bloc, year }, body, idempotency }) {
        const done = await pledge.setPlan({ ...commandName(board, idempotency), bloc, year, actor: principal.subject, ...body });
        return done.replayed ? replayed(ok(done.response)) : ok(done.response);
      },
    }),
    defineRoute({
      method: 'post',
      path: `${PATH}/pledge-signatures`,
      operationId: 'signPledge',
      tags: ['cycle'],
      summary: 'The head of the board signs the pledge; the leader records it, with a reason, for a member whose deployment is elsewhere',
      roles: ['approver'],
      params: blocParams,
      body: z.strictObject({
        head: z.string().trim().min(1).max(200),
        on: dateSchema.optional(),
        member: z.string().max(40).optional(),
        reason: textSchema.optional(),
      }),
      idempotent: true,
      responses: {
        201: {
          description: 'Signed',
          schema: z.object({ member: z.string(), signed_on: z.string(), pledge_sha256: z.string(), jws: z.string().nullable() }),
        },
      },
      async handler({ board, principal, params: { bloc, year }, body, idempotency }) {
        const done = await pledge.sign({ ...commandName(board, idempotency), bloc, year, actor: principal.subject, ...body });
        const answer = created(done.response);
        return done.replayed ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'post',
      path: `${PATH}/registrations`,
      operationId: 'registerTargets',
      tags: ['cycle'],
      summary: 'The board’s targets and titles of the year, in the place of those before',
      roles: ['recorder', 'approver'],
      params: blocParams,
      body: z.strictObject({
        targets: z
          .array(
            z.strictObject({
              indicator: z.string().min(1).max(120),
              breakdown: z.string().max(120).default(''),
              unit: z.string().min(1).max(40),
              value: z.string().regex(/^-?\d{1,40}(\.\d{1,20})?$/),
            }),
          )
          .max(500),
        titles: z.array(z.string().trim().min(1).max(200)).max(50),
        on: dateSchema.optional(),
        member: z.string().max(40).optional(),
        reason: textSchema.optional(),
      }),
      idempotent: true,
      responses: { 201: { description: 'Registered', schema: z.object({ member: z.string(), late_working_days: z.int() }) } },
      async handler({ board, principal, params: { bloc, year }, body, idempotency }) {
        const done = await registration.register({ ...commandName(board, idempotency), bloc, year, actor: principal.subject, ...body });
        const answer = created(done.response);
        return done.replayed ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'post',
      path: `${PATH}/movements`,
      operationId: 'launchMovement',
      tags: ['cycle'],
      summary: 'A movement that the board launches; the leader’s is the bloc’s',
      roles: ['recorder', 'approver'],
      params: blocParams,
      body: z.strictObject({ name: z.string().trim().min(1).max(500), from: dateSchema, to: dateSchema.optional() }),
      idempotent: true,
      responses: { 201: { description: 'Launched', schema: z.object({ member: z.string(), name: z.string() }) } },
      async handler({ board, principal, params: { bloc, year }, body, idempotency }) {
        const done = await registration.launchMovement({
          ...commandName(board, idempotency),
          bloc,
          year,
          actor: principal.subject,
          ...body,
        });
        const answer = created(done.response);
        return done.replayed ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'post',
      path: `${PATH}/cycle/steps`,
      operationId: 'takeYearStep',
      tags: ['cycle'],
      summary: 'The next step of the year; a late one by the leader, with a reason. Freeze and vote have routes of their own',
      roles: ['approver'],
      params: blocParams,
      body: z.strictObject({
        action: z.enum(actions),
        on: dateSchema.optional(),
        reason: textSchema.optional(),
        output: z.record(z.string().regex(/^[a-z_]{1,40}$/), z.string().max(20_000)).optional(),
      }),
      idempotent: true,
      responses: { 200: { description: 'The state that the year is in now', schema: z.object({ state: z.string() }) } },
      async handler({ board, principal, params: { bloc, year }, body, idempotency }) {
        const done = await running.step({ ...commandName(board, idempotency), bloc, year, actor: principal.subject, ...body });
        return done.replayed ? replayed(ok(done.response)) : ok(done.response);
      },
    }),
    defineRoute({
      method: 'post',
      path: `${PATH}/cycle/leaders-freeze`,
      operationId: 'noteLeadersFreeze',
      tags: ['cycle'],
      summary:
        'A member whose leader’s deployment is elsewhere notes that the leader froze the year, or re-opened it: its readers’ duty ends, or begins again',
      roles: ['approver'],
      params: blocParams,
      body: z.strictObject({ frozen: z.boolean(), reason: textSchema }),
      idempotent: true,
      responses: { 200: { description: 'The state that the member knows of', schema: z.object({ state: z.string() }) } },
      async handler({ board, principal, params: { bloc, year }, body, idempotency }) {
        const done = await noteFreeze({ ...commandName(board, idempotency), bloc, year, actor: principal.subject, ...body });
        return done.replayed ? replayed(ok(done.response)) : ok(done.response);
      },
    }),
  ];
}
