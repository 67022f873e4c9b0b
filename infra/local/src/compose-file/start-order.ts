import type { ComposeService } from './read-compose-file';

/** Our services, each after those of ours it depends on. @throws Error when they depend on each other in a circle */
export function startOrder(services: readonly ComposeService[]): ComposeService[] {
  const byName = new Map(services.map((service) => [service.name, service]));
  const order: ComposeService[] = [];
  const visit = (service: ComposeService, path: readonly string[]): void => {
    if (path.includes(service.name)) throw new Error(`services depend on each other: ${[...path, service.name].join(' → ')}`);
    if (order.includes(service)) return;
    for (const { service: name } of service.dependsOn) {
      const other = byName.get(name);
      if (!other) throw new Error(`${service.name} depends on ${name}, which is not there`);
      visit(other, [...path, service.name]);
    }
    order.push(service);
  };
  for (const service of services) visit(service, []);
  return order.filter(({ isOurs }) => isOurs);
}
