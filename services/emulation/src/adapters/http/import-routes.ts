import { createImportRoutes as createRoutes } from '@kcn/service-kit';
import type { Route } from '@kcn/service-kit';
import { findBlocFile } from '../../application/bloc/bloc-files';
import type { BlocLoader } from '../../application/bloc/load-bloc';
import { READERS } from './schemas';

/** A version is kept in one document of at most 16 MiB. */
const LIMITS = { fileBytes: 4 * 1_048_576, totalBytes: 12 * 1_048_576, files: 8 };

/** The files of a bloc's year go in by these. */
export const createImportRoutes = ({ loader }: { readonly loader: BlocLoader }): Route[] =>
  createRoutes({
    summary: 'bloc.json, criteria.json, bloc-scores.csv and ballots.csv of a bloc’s year',
    defaultMode: 'dry-run',
    readers: READERS,
    limits: LIMITS,
    isLayoutName: (name) => findBlocFile(name) !== undefined,
    async submit({ board, mode, files, actor, idempotency }) {
      const { response: report, replayed } = await loader.submit({ board, mode, files, actor, ...idempotency });
      return { report, replayed };
    },
    find: (board, importId) => loader.find(board, importId),
  });
