import { findJson } from '../api/answer';
import { RefusedError } from '../api/problem';
import type { ServiceClient } from '../api/service-client';
import { boardPath } from '../api/service-client';

interface CatalogueEntry {
  readonly code: string;
  readonly name_vi: string;
}

/** Vietnamese names by code from the board's catalogue; empty where reporting does not offer it. */
export async function findIndicatorNames(reporting: ServiceClient, board: string): Promise<ReadonlyMap<string, string>> {
  try {
    const catalogue = findJson<{ items?: readonly CatalogueEntry[] }>(await reporting.get(boardPath(board, 'catalogue')));
    return new Map((catalogue?.items ?? []).map(({ code, name_vi }) => [code, name_vi]));
  } catch (error) {
    // Names are an adornment: codes say the same.
    if (error instanceof RefusedError) return new Map();
    throw error;
  }
}
