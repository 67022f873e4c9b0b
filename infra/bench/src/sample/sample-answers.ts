import type { registryServiceV1 } from '@kcn/contracts';
import { sampleProject } from './sample-events';

const PROJECTS = 1_000;
const CODES = Array.from({ length: PROJECTS }, (_, number) => sampleProject(number).projectCode);
const ANSWERS: readonly registryServiceV1.Project[] = Array.from({ length: PROJECTS }, (_, number) => ({
  record: { ...sampleProject(number), objective: '' },
  state: 'operating',
  registeredAmount: 5_000_000n,
  events: [],
  version: 1n,
}));
const BY_CODE = new Map(ANSWERS.map((project) => [project.record?.projectCode ?? '', project]));

/** Code of the sample project that request `index` asks for. */
export const codeFor = (index: number): string => CODES[index % PROJECTS] ?? '';

/** A project in memory, about 200 bytes encoded: what is measured is the way to it. */
export const findAnswer = (code: string): registryServiceV1.Project | undefined => BY_CODE.get(code);

/** Endless in turns. */
export function answerAt(index: number): registryServiceV1.Project {
  const answer = ANSWERS[index % PROJECTS];
  if (!answer) throw new Error('there are no sample projects');
  return answer;
}
