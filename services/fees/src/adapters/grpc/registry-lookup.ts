import { registryServiceV1 } from '@kcn/contracts';
import { plainDate } from '@kcn/kernel';
import { createGrpcClient } from '@kcn/service-kit';
import type { GrpcClientOptions } from '@kcn/service-kit';
import { eventKey, isTermination } from '../../application/registry-events/fold-events';
import type { RegistryLookup } from '../../application/registry-events/ports';
import type { KnownProject } from '../../domain/registry/registry-copy';

type Connecting = Pick<GrpcClientOptions<typeof registryServiceV1.RegistryServiceService>, 'address' | 'token'>;

/** Of one question; a contract does not wait longer for it. */
const DEADLINE_MS = 2_000;

function toProject({ record, events, version }: registryServiceV1.Project): KnownProject[] {
  if (!record) return [];
  const { projectCode, name, parkCode, enterpriseTaxCode } = record;
  const terminations = Object.fromEntries(events.filter(isTermination).map((event) => [eventKey(event), plainDate(event.date)]));
  return [{ projectCode, version: Number(version), isRecorded: true, name, parkCode, enterpriseTaxCode, terminations }];
}

/** Asks the registry for what has not come by its topic yet. */
export function createRegistryLookup(connecting: Connecting): RegistryLookup & { close(): void } {
  const { calls, close } = createGrpcClient(registryServiceV1.RegistryServiceClient, { ...connecting, deadlineMs: DEADLINE_MS });
  return {
    async projects(board, codes) {
      const { projects } = await calls.batchGetProjects({ board, projectCodes: [...codes] });
      return projects.flatMap(toProject);
    },
    close,
  };
}
