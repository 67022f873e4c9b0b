import { registryServiceV1, units } from '@kcn/contracts';
import type { registryV1 } from '@kcn/contracts';
import { invalid, notFound } from '@kcn/kernel';
import type { GrpcService } from '@kcn/service-kit';
import { defineGrpcService } from '@kcn/service-kit';
import { findProject, toProjectView } from '../../application/read-project';
import type { ProjectView } from '../../application/read-project';
import type { RecordReader } from '../../application/record-reader';

const MAX_BATCH = 500;
const LIST_PAGE = 200;

const toMessage = ({ record, life, events, version }: ProjectView): registryServiceV1.Project => ({
  record,
  state: life.state,
  registeredAmount: life.registeredAmount,
  events: events.map((event) => event.content),
  version: BigInt(version),
});

/** Reads for other services of the platform. */
export function createRegistryGrpcService(reader: RecordReader): GrpcService {
  /** The projects of the codes that exist, in the codes' order. */
  async function readProjects(board: string, codes: readonly string[]): Promise<registryServiceV1.Project[]> {
    const byUnit = await reader.units(
      board,
      codes.map((code) => units.project(code)),
    );
    return codes.flatMap((code) => {
      const project = toProjectView(byUnit.get(units.project(code)) ?? []);
      return project ? [toMessage(project)] : [];
    });
  }

  return defineGrpcService({
    definition: registryServiceV1.RegistryServiceService,
    implementation: {
      async getProject({ board, projectCode }) {
        const project = await findProject(reader, board, projectCode);
        if (!project)
          throw notFound('project_not_found', { vi: `Không có dự án "${projectCode}"`, en: `There is no project "${projectCode}"` });
        return { project: toMessage(project) };
      },
      async batchGetProjects({ board, projectCodes }) {
        if (projectCodes.length > MAX_BATCH)
          throw invalid('too_many_codes', { vi: `Nhiều nhất ${String(MAX_BATCH)} mã`, en: `At most ${String(MAX_BATCH)} codes` });
        return { projects: await readProjects(board, [...new Set(projectCodes)]) };
      },
      async *listProjects({ board }) {
        let after: string | undefined;
        do {
          const page = await reader.list(board, 'projects', { limit: LIST_PAGE, ...(after === undefined ? {} : { after }) });
          const codes = page.items.flatMap(({ record }) => (record.kind === 'projects' ? [record.content.projectCode] : []));
          yield (await readProjects(board, codes)).map((project) => ({ project }));
          after = page.next;
        } while (after !== undefined);
      },
      async getPark({ board, parkCode }) {
        const views = await reader.unit(board, units.park(parkCode));
        const records = views.map((view) => view.record);
        const park = records.find((record) => record.kind === 'parks');
        if (!park) throw notFound('park_not_found', { vi: `Không có khu "${parkCode}"`, en: `There is no park "${parkCode}"` });
        const events = records.flatMap((record): registryV1.ParkEventRecorded[] => (record.kind === 'park-events' ? [record.content] : []));
        const plants = records.flatMap((record): registryV1.WastewaterPlantRecorded[] =>
          record.kind === 'wastewater-plants' ? [record.content] : [],
        );
        return { park: { record: park.content, events, plants, version: BigInt(Math.max(...views.map((view) => view.unitVersion))) } };
      },
    },
  });
}
