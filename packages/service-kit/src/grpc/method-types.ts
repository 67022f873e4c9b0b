import type { MethodDefinition } from '@grpc/grpc-js';

/** One method as ts-proto states it. */
// Any request and response type must fit, and both are used covariantly and contravariantly.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Method = MethodDefinition<any, any>;

/** A service as ts-proto states it, such as `RegistryServiceService`. */
export type Definition = Readonly<Record<string, Method>>;

export type RequestOf<M> = M extends { readonly requestSerialize: (value: infer Request) => Buffer } ? Request : never;
export type ResponseOf<M> = M extends { readonly responseDeserialize: (value: Buffer) => infer Response } ? Response : never;
export type IsStream<M> = M extends { readonly responseStream: true } ? true : false;

/** `/kcn.registry.v1.RegistryService/GetProject` → `kcn.registry.v1.RegistryService` */
export const serviceNameOf = (method: Method): string => method.path.split('/')[1] ?? '';
