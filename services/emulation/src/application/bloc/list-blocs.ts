import { parseBloc } from '../../domain/bloc/parse-bloc';
import type { Bloc } from '../../domain/bloc/bloc';
import { textOf } from './bloc-files';
import type { BlocVersions, BlocYear } from './ports';

export interface ListedBloc extends BlocYear {
  readonly document: Bloc;
}

export interface ListQuestion {
  readonly bloc: string | undefined;
  readonly year: number | undefined;
  /** Whether who asks may know of a board; a bloc is listed once for each board that keeps it. */
  readonly mayKnow: (board: string) => boolean;
}

/** The blocs that are kept here, newest year first, as their newest bloc.json has them. */
export const createBlocList =
  ({ versions }: { readonly versions: BlocVersions }) =>
  async ({ bloc, year, mayKnow }: ListQuestion): Promise<readonly ListedBloc[]> => {
    const names = (await versions.names({ bloc, year })).filter(({ board }) => mayKnow(board));
    const listed = await Promise.all(
      names.map(async (name): Promise<ListedBloc | undefined> => {
        const file = (await versions.last(name))?.files.find((one) => one.name === 'bloc.json');
        const text = file && textOf(file);
        const reading = text && 'content' in text ? parseBloc(text.content) : undefined;
        return reading?.ok === true ? { ...name, document: reading.content } : undefined;
      }),
    );
    return listed.flatMap((one) => one ?? []);
  };

export type BlocList = ReturnType<typeof createBlocList>;
