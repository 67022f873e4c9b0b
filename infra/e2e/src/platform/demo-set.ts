import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '@kcn/local';
import type { ApiClient } from './api-client';

const FOLDER = join(REPOSITORY, 'infra/demo/hung-yen-2017');
/** Files of the sample set that reporting owns; the rest is the registry's. */
const REPORTING_FILES = ['indicator-values.csv', 'plan-targets.csv'];

export interface SampleFigure {
  readonly indicator: string;
  readonly breakdown: string;
  readonly unit: string;
  readonly value: string;
  readonly plan: string | null;
  readonly pct_plan: string | null;
  readonly last_year: string | null;
  readonly yoy: string | null;
}

export interface SampleSummary {
  readonly board: string;
  readonly period: string;
  readonly figures: readonly SampleFigure[];
}

/** The files of the set, by owner, as they are uploaded. */
export async function readSampleSet(): Promise<{
  registry: Record<string, Uint8Array>;
  reporting: Record<string, Uint8Array>;
  expected: SampleSummary;
}> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.csv') || name === 'board.json');
  const registry: Record<string, Uint8Array> = {};
  const reporting: Record<string, Uint8Array> = {};
  for (const name of names) (REPORTING_FILES.includes(name) ? reporting : registry)[name] = await readFile(join(FOLDER, name));
  return { registry, reporting, expected: JSON.parse(await readFile(join(FOLDER, 'expected-2017.json'), 'utf8')) as SampleSummary };
}

/** Uploads one set and waits until its import is applied. @throws Error with the answer when it is refused */
export async function importSet(client: ApiClient, board: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const answer = await client.upload(`/v1/boards/${board}/imports?mode=apply`, files);
  if (answer.status !== 201 && answer.status !== 202)
    throw new Error(`import was answered ${String(answer.status)}: ${answer.text.slice(0, 500)}`);
  const { import_id: id } = answer.body as { import_id: string };
  for (;;) {
    const { body, text } = await client.get(`/v1/boards/${board}/imports/${id}`);
    const { status } = body as { status: string };
    if (status === 'applied') return;
    if (status === 'refused') throw new Error(`import was refused: ${text.slice(0, 500)}`);
  }
}
