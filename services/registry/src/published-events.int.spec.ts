import { registryServiceV1, topics } from '@kcn/contracts';
import { createEventLogClient, createKafkaBus, decodeEvent } from '@kcn/messaging';
import { createGrpcClient, createSilentLogger } from '@kcn/service-kit';
import { borrowServers, eventually } from '@kcn/testkit';
import { sampleFiles } from './spec-support/sample';
import { startRegistry } from './spec-support/start-registry';
import type { TestRegistry } from './spec-support/start-registry';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

test('every recorded row reaches Kafka once and in order; gRPC answers projects, parks and the log', async () => {
  expect(topics.registry).toBe('kcn.registry.v1');
  const { body: report } = await registry.importFiles('hung-yen', sampleFiles());
  const last = report.last_position;
  await eventually(async () => (await registry.call('GET', '/v1/boards/hung-yen/log/head')).body.published === last, {
    describe: 'all events published',
  });

  const bus = createKafkaBus({ brokers: borrowServers().kafkaBrokers, clientId: 'test', logger: createSilentLogger() });
  const positions = new Set<number>();
  const versions = new Map<string, number>();
  for await (const messages of bus.readTopic(registry.topic)) {
    for (const message of messages) {
      const event = decodeEvent(message);
      expect(message.key?.toString()).toBe(`hung-yen/${event.aggregate}`);
      expect(event.aggregateVersion).toBe((versions.get(event.aggregate) ?? 0) + 1);
      versions.set(event.aggregate, event.aggregateVersion);
      positions.add(event.position);
    }
  }
  expect(positions.size).toBe(last);

  const token = await registry.token({ boards: ['hung-yen'], roles: ['service'] });
  const projects = createGrpcClient(registryServiceV1.RegistryServiceClient, { address: registry.grpcAddress, token, deadlineMs: 10_000 });
  const log = createEventLogClient({ address: registry.grpcAddress, token });
  try {
    const codes: string[] = [];
    for await (const { project } of projects.calls.listProjects({ board: 'hung-yen' })) codes.push(project?.record?.projectCode ?? '');
    expect(codes).toHaveLength(369);
    expect(codes).toEqual([...codes].sort());
    const { project } = await projects.calls.getProject({ board: 'hung-yen', projectCode: '052021277409' });
    expect(project).toMatchObject({ state: 'terminated' });
    expect((await projects.calls.batchGetProjects({ board: 'hung-yen', projectCodes: ['052021277409', 'none'] })).projects).toHaveLength(1);
    expect((await projects.calls.getPark({ board: 'hung-yen', parkCode: 'thang-long-2' })).park?.plants).toHaveLength(2);
    await expect(projects.calls.getProject({ board: 'ha-nam', projectCode: 'x' })).rejects.toMatchObject({ code: 'unknown_board' });

    let read = 0;
    for await (const chunk of log.readLog('hung-yen', 5)) for (const { position } of chunk) expect(position).toBe(6 + read++);
    expect(read).toBe(last - 5);
    const { position, recordedAt = new Date(0) } = await log.head('hung-yen');
    expect([position, await log.positionAt('hung-yen', recordedAt), await log.positionAt('hung-yen', new Date(0))]).toEqual([
      last,
      last,
      0,
    ]);
  } finally {
    projects.close();
    log.close();
  }
});
