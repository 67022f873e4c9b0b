import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { registryServiceV1 } from '@kcn/contracts';
import { answerAt, findAnswer } from '../sample/sample-answers';

type Listed = ServerWritableStream<registryServiceV1.ListProjectsRequest, registryServiceV1.ListProjectsResponse>;

/** Bare grpc-js: the same messages, and nobody asks who calls. Prints its port and ends on SIGTERM. */
function main(listLength: number): void {
  const server = new Server();
  const implementation: registryServiceV1.RegistryServiceServer = {
    getProject: (call, answer) => {
      const project = findAnswer(call.request.projectCode);
      if (project) answer(null, { project });
      else answer({ code: status.NOT_FOUND });
    },
    batchGetProjects: (call, answer) => {
      answer(null, { projects: call.request.projectCodes.flatMap((code) => findAnswer(code) ?? []) });
    },
    listProjects: (call) => {
      writeList(call, listLength, 0);
    },
    getPark: (_call, answer) => {
      answer({ code: status.UNIMPLEMENTED });
    },
  };
  server.addService(registryServiceV1.RegistryServiceService, implementation);
  server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(`listening ${port.toString()}`);
  });
  process.once('SIGTERM', () => process.exit(0));
}

/** As fast as the caller reads. */
function writeList(call: Listed, length: number, from: number): void {
  for (let index = from; index < length; index += 1) {
    if (call.write({ project: answerAt(index) })) continue;
    call.once('drain', () => {
      writeList(call, length, index + 1);
    });
    return;
  }
  call.end();
}

if (require.main === module) main(Number(process.argv[2]));
