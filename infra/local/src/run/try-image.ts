import { join } from 'node:path';
import type { Build, ComposeService } from '../compose-file/read-compose-file';
import { readComposeFile } from '../compose-file/read-compose-file';
import { makeKeys } from '../keys/make-keys';
import { REPOSITORY } from '../places';
import { findFreePorts } from '../processes/ports';
import type { Log } from '../say';
import { startThrowawayServers } from '../servers/throwaway';
import { createServiceProcesses } from './service-processes';

/** An image of docker-compose.yml and the services that run from it. */
export interface Image {
  readonly name: string;
  readonly build: Build;
  readonly services: readonly string[];
}

/** The images that docker-compose.yml builds. */
export async function findImages(): Promise<readonly Image[]> {
  const services = await readComposeFile(join(REPOSITORY, 'docker-compose.yml'), process.env);
  const images = new Map<string, Image>();
  for (const { name, build } of services) {
    if (!build) continue;
    const workspace = build.args['WORKSPACE'] ?? '';
    const known = images.get(workspace);
    images.set(workspace, { name: workspace.replace('@kcn/', ''), build, services: [...(known?.services ?? []), name] });
  }
  return [...images.values()];
}

/**
 * Runs everything that runs from an image, migrations first, out of a folder with the image's content, on servers of its own
 * and with the environment of docker-compose.yml, and ends it again.
 * @throws StartError when a one-shot fails or a service does not get ready
 */
export async function tryImage({
  image,
  folder,
  dataFolder,
  log,
}: {
  image: Image;
  folder: string;
  dataFolder: string;
  log: Log;
}): Promise<void> {
  const keys = join(dataFolder, 'keys');
  await makeKeys({ folder: keys, issuer: 'kcn', audience: 'kcn' });
  const all = await readComposeFile(join(REPOSITORY, 'docker-compose.yml'), { KCN_KEYS_DIR: keys });
  const services = await Promise.all(
    all.filter(({ name }) => image.services.includes(name)).map((service) => alone(service, image.services)),
  );
  const servers = await startThrowawayServers({ env: process.env, log });
  const addresses = { mongo: servers.mongo.address, kafka: servers.kafka.address, redis: servers.redis.address };
  const processes = createServiceProcesses({ services, addresses, folder, dataFolder, log });
  try {
    await processes.start();
  } finally {
    await processes.stop();
    await servers.stop();
  }
}

/** Without what runs from other images, and on free ports, because the platform itself may be running. */
async function alone(service: ComposeService, together: readonly string[]): Promise<ComposeService> {
  const free = await findFreePorts(service.publishedPorts.size);
  return {
    ...service,
    dependsOn: service.dependsOn.filter(({ service: name }) => together.includes(name)),
    publishedPorts: new Map([...service.publishedPorts.keys()].map((port, index) => [port, free[index] ?? port])),
  };
}
