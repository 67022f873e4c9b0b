import { registryServiceV1 } from '@kcn/contracts';
import { notFound } from '@kcn/kernel';
import { createGrpcServer, createLogger, createMetrics, createTokenVerifier, defineGrpcService } from '@kcn/service-kit';
import type { JwksSource } from '@kcn/service-kit';
import { answerAt, findAnswer } from '../sample/sample-answers';

/** Settings of the process, as JSON in its only argument. */
export interface GrpcServiceSettings {
  readonly jwksFile: string;
  readonly issuer: string;
  readonly audience: string;
  readonly listLength: number;
}

/** The registry's. */
const PAGE = 200;

const unknownProject = (project: string) =>
  notFound('unknown_project', { vi: `Không có dự án ${project}`, en: `No project ${project}`, params: { project } });

/** The server that services have, in a process of its own. Prints its port and ends on SIGTERM. */
async function main({ jwksFile, issuer, audience, listLength }: GrpcServiceSettings): Promise<void> {
  const jwks: JwksSource = { file: jwksFile };
  const server = createGrpcServer({
    name: 'bench',
    host: '127.0.0.1',
    port: 0,
    verifier: createTokenVerifier({ jwks, issuer, audience }),
    logger: createLogger({ name: 'bench', level: 'error' }),
    metrics: createMetrics({ service: 'bench' }),
    services: [
      defineGrpcService<typeof registryServiceV1.RegistryServiceService>({
        definition: registryServiceV1.RegistryServiceService,
        roles: ['service', 'reader'],
        implementation: {
          getProject: ({ projectCode }) => {
            const project = findAnswer(projectCode);
            if (!project) throw unknownProject(projectCode);
            return { project };
          },
          batchGetProjects: ({ projectCodes }) => ({ projects: projectCodes.flatMap((code) => findAnswer(code) ?? []) }),
          // In pages, as the registry's own implementation yields what it reads page by page.
          listProjects: async function* () {
            for (let from = 0; from < listLength; from += PAGE) {
              const length = Math.min(PAGE, listLength - from);
              await Promise.resolve();
              yield Array.from({ length }, (_, index) => ({ project: answerAt(from + index) }));
            }
          },
          getPark: ({ parkCode }) => {
            throw unknownProject(parkCode);
          },
        },
      }),
    ],
  });
  await server.start();
  console.log(`listening ${server.address().port.toString()}`);
  process.once('SIGTERM', () => {
    void server.stop().finally(() => process.exit(0));
  });
}

if (require.main === module) {
  main(JSON.parse(process.argv[2] ?? '{}') as GrpcServiceSettings).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
}
