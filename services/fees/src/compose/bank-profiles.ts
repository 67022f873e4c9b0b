import { inTransaction } from '@kcn/messaging';
import type { Connection, EventLog } from '@kcn/messaging';
import type { Route } from '@kcn/service-kit';
import { createBankProfileRoutes } from '../adapters/http/bank-profile-routes';
import { createBankProfileStore } from '../adapters/mongo/bank-profile-store';
import { readStatement } from '../adapters/statements/read-statement';
import { createSaveProfile } from '../application/bank-profiles/save-profile';
import type { FindUnderWay } from '../application/records/import-ports';
import type { ReadStatement } from '../application/records/read-import-files';

export interface BankProfilesParts {
  readonly connection: Connection;
  readonly log: EventLog;
  readonly findUnderWay: FindUnderWay;
}

/** Saved bank profiles: their routes, and reading statements by them. */
export function createBankProfiles({ connection, log, findUnderWay }: BankProfilesParts): {
  readonly routes: readonly Route[];
  readonly readStatement: ReadStatement;
} {
  const profiles = createBankProfileStore(connection);
  const save = createSaveProfile({ log, profiles, findUnderWay, inTransaction: (work) => inTransaction(connection, work) });
  return {
    routes: createBankProfileRoutes({ profiles, save }),
    readStatement: async ({ board, ...file }) =>
      readStatement(file, { profiles: (await profiles.inUse(board)).map(({ profile }) => profile) }),
  };
}
