import type { HandlerResult, Route } from '@kcn/service-kit';
import { created, defineRoute, ok } from '@kcn/service-kit';
import { z } from 'zod';
import type { BankProfile, BankProfiles } from '../../application/bank-profiles/ports';
import { profileNotFound } from '../../application/bank-profiles/save-profile';
import type { SaveProfile } from '../../application/bank-profiles/save-profile';
import { DAY_FORMATS, DECIMAL_MARKS, THOUSANDS_MARKS } from '../../domain/bank-profiles/columns-profile';
import type { ColumnsProfile } from '../../domain/bank-profiles/columns-profile';
import { reasonSchema } from './act-answers';
import { ACCOUNTANTS, READERS } from './schemas';

export interface BankProfileRoutesOptions {
  readonly profiles: Pick<BankProfiles, 'find' | 'inUse' | 'history'>;
  readonly save: SaveProfile;
}

const PATH = '/v1/boards/:board/bank-profiles';
const OF_ACCOUNT = `${PATH}/:account` as const;

const column = z.string().trim().min(1).max(200);
const settings = {
  name: z.string().trim().min(1).max(200),
  account_column: column.optional(),
  currency_column: column.optional(),
  currency: z.string().optional(),
  amount: z.union([z.strictObject({ signed: column }), z.strictObject({ credit: column, debit: column })]),
  booked_on: column,
  value_on: column.optional(),
  bank_ref: column,
  remitter: column.optional(),
  description: column,
  days: z.enum(DAY_FORMATS),
  decimal_mark: z.enum(DECIMAL_MARKS),
  thousands_mark: z.enum(THOUSANDS_MARKS),
  strict_decimals: z.boolean().default(false),
  ignored: z.array(column).max(100).default([]),
};
const bodySchema = z.strictObject({ ...settings, reason: reasonSchema });
const accountParams = z.object({ board: z.string(), account: z.string().regex(/^[\dA-Za-z]{1,40}$/) });

const profileSchema = z.object({
  ...settings,
  account: z.string(),
  version: z.int(),
  by: z.string(),
  at: z.string(),
  reason: z.string(),
});

type Body = z.output<typeof bodySchema>;

const toProfile = (account: string, body: Body): ColumnsProfile => ({
  id: account,
  name: { vi: body.name, en: body.name },
  account: body.account_column === undefined ? { value: account } : { column: body.account_column },
  currency: body.currency_column === undefined ? { value: body.currency ?? 'VND' } : { column: body.currency_column },
  amount: body.amount,
  bookedOn: body.booked_on,
  ...(body.value_on === undefined ? {} : { valueOn: body.value_on }),
  bankRef: body.bank_ref,
  ...(body.remitter === undefined ? {} : { remitter: body.remitter }),
  description: body.description,
  days: body.days,
  decimalMark: body.decimal_mark,
  thousandsMark: body.thousands_mark,
  strictDecimals: body.strict_decimals,
  ignored: body.ignored,
});

const profileJson = ({ account, version, profile, by, at, reason }: BankProfile): z.input<typeof profileSchema> => ({
  account,
  version,
  name: profile.name.vi,
  ...('column' in profile.account ? { account_column: profile.account.column } : {}),
  ...('column' in profile.currency ? { currency_column: profile.currency.column } : { currency: profile.currency.value }),
  amount: profile.amount,
  booked_on: profile.bookedOn,
  ...(profile.valueOn === undefined ? {} : { value_on: profile.valueOn }),
  bank_ref: profile.bankRef,
  ...(profile.remitter === undefined ? {} : { remitter: profile.remitter }),
  description: profile.description,
  days: profile.days,
  decimal_mark: profile.decimalMark,
  thousands_mark: profile.thousandsMark,
  strict_decimals: profile.strictDecimals,
  ignored: [...profile.ignored],
  by,
  at: at.toISOString(),
  reason,
});

const listSchema = z.object({ items: z.array(profileSchema) });

/** How banks lay out the statements that they give as files of columns; imports find the profile by the file's header. */
export const createBankProfileRoutes = ({ profiles, save }: BankProfileRoutesOptions): Route[] => [
  defineRoute({
    method: 'get',
    path: PATH,
    operationId: 'listBankProfiles',
    tags: ['collection'],
    roles: READERS,
    responses: { 200: { description: 'By account, as they are now', schema: listSchema } },
    handler: async ({ board }) => ok({ items: (await profiles.inUse(board)).map(profileJson) }),
  }),
  defineRoute({
    method: 'get',
    path: OF_ACCOUNT,
    operationId: 'getBankProfile',
    tags: ['collection'],
    roles: READERS,
    params: accountParams,
    responses: { 200: { description: 'The profile; ETag is its version', schema: profileSchema } },
    async handler({ board, params: { account } }) {
      const found = await profiles.find(undefined, board, account);
      if (!found) throw profileNotFound(account);
      return ok(profileJson(found), { etag: found.version });
    },
  }),
  defineRoute({
    method: 'get',
    path: `${OF_ACCOUNT}/history`,
    operationId: 'getBankProfileHistory',
    tags: ['collection'],
    roles: READERS,
    params: accountParams,
    responses: { 200: { description: 'Every version, the oldest first, with who, when and why', schema: listSchema } },
    async handler({ board, params: { account } }) {
      const versions = await profiles.history(board, account);
      if (versions.length === 0) throw profileNotFound(account);
      return ok({ items: versions.map(profileJson) });
    },
  }),
  defineRoute({
    method: 'put',
    path: OF_ACCOUNT,
    operationId: 'setBankProfile',
    tags: ['collection'],
    summary: 'How the bank of an account lays out its files of columns; If-Match once there is a profile',
    roles: ACCOUNTANTS,
    params: accountParams,
    body: bodySchema,
    responses: {
      200: { description: 'Another version', schema: profileSchema },
      201: { description: 'The first', schema: profileSchema },
    },
    async handler({ board, params: { account }, body, principal, ifMatch, traceId }): Promise<HandlerResult> {
      const { reason } = body;
      const command = { board, account, profile: toProfile(account, body), reason, by: principal.subject, ifVersion: ifMatch };
      const saved = await save({ ...command, cause: `http:${traceId}` });
      const options = { etag: saved.version };
      return saved.version === 1
        ? created(profileJson(saved), { ...options, location: `/v1/boards/${board}/bank-profiles/${account}` })
        : ok(profileJson(saved), options);
    },
  }),
];
