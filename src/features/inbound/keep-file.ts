/** Files that came with messages: fetched and kept before the transaction that writes the message, which must be short. */
import { Invalid, Unavailable } from '../../kernel/errors';
import type { CompanyId } from '../../kernel/ids';
import { MOST_RECEIVED_BYTES, type Media, type ReceivedFile } from '../../platform/channels/channel';
import type { InboundDeps } from './index';

/** What is shown of a file in place of it, when it could not be kept: the message itself is never lost. */
const NOT_KEPT: Readonly<Record<string, string>> = {
  ERR_MEDIA_TOO_LARGE: `maior que ${MOST_RECEIVED_BYTES / 1_048_576} MB`,
  ERR_MEDIA_TYPE: 'tipo de arquivo não aceito',
};
const NOT_FETCHED = 'não foi possível baixar';

export interface Kept {
  readonly media: Media | null;
  /** The message's text, with a word about a file that could not be kept. */
  readonly text: string;
}

export async function keepFile({ media, log }: Pick<InboundDeps, 'media' | 'log'>, companyId: CompanyId, text: string, file: ReceivedFile): Promise<Kept> {
  try {
    const { path, name, mimeType } = await media.save(companyId, await file.read(), file.name);
    return { media: { path, name, mimeType }, text };
  } catch (error) {
    const code = error instanceof Invalid ? error.faults[0]?.code : undefined;
    if (code === undefined) log.warn({ err: error, companyId }, 'a received file could not be fetched');
    const note = `📎 ${file.name.replace(/\p{C}/gu, '').slice(-120)} (${NOT_KEPT[code ?? ''] ?? NOT_FETCHED})`;
    return { media: null, text: text === '' ? note : `${text}\n${note}` };
  }
}

/**
 * Does `work` with a kept file, which goes again when it was for nothing.
 * @param work says whether the file is of use.
 */
export async function withKept({ media }: Pick<InboundDeps, 'media'>, companyId: CompanyId, kept: Kept, work: () => Promise<boolean>): Promise<void> {
  const discard = async (): Promise<void> => {
    if (kept.media !== null) await media.remove(companyId, kept.media.path);
  };
  try {
    if (!(await work())) await discard();
  } catch (error) {
    // With the database away nobody knows whether the message was written; a file too many harms less than one too few.
    if (!(error instanceof Unavailable)) await discard();
    throw error;
  }
}
