import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseAwardForms } from '../../domain/awards/award-forms';
import type { EnterpriseRules } from '../../domain/awards/nomination';
import type { FileFault, Reading } from '../../domain/criteria/fault';
import { parseCriteria } from '../../domain/criteria/parse-criteria';

/** The proposal that comes with the service. */
const SHIPPED = resolve(__dirname, '../../../criteria');

async function read<Content>(path: string, parse: (text: string) => Reading<Content, FileFault>): Promise<Content> {
  const reading = parse(await readFile(path, 'utf8'));
  if (reading.ok) return reading.content;
  throw new Error(`${path}: ${reading.faults.map((fault) => `${fault.path} ${fault.vi} / ${fault.en}`).join('; ')}`);
}

/**
 * Criteria and forms of the enterprise awards, from `enterprise-awards-1.json` and `enterprise-award-forms-1.json` of a folder.
 * @throws Error that names every fault of a file
 */
export async function readEnterpriseRules(folder: string = SHIPPED): Promise<Pick<EnterpriseRules, 'criteria' | 'forms'>> {
  return {
    criteria: await read(join(folder, 'enterprise-awards-1.json'), parseCriteria),
    forms: await read(join(folder, 'enterprise-award-forms-1.json'), parseAwardForms),
  };
}
