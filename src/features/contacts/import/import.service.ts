import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../kernel/clock';
import { found, NotFound } from '../../../kernel/errors';
import type { CompanyId, ContactListId, UserId } from '../../../kernel/ids';
import type { Log } from '../../../kernel/log';
import type { Realtime } from '../../../platform/realtime/realtime';
import type { Queryable, Transact } from '../../../platform/transact';
import { itemsReloaded, listChanged } from '../contact.events';
import { announceList, listViewOf } from '../list.service';
import { lockItems } from '../list.store';
import { cleanLine } from './cell.rules';
import type { Mapping } from './columns.rules';
import { importStore, recordImport, type BatchTally, type KnownVerdict } from './import.store';
import { reportProgress } from './progress';
import { openSheet, type Sheet, type SheetOptions } from './sheet';
import { surveySheet, type Survey } from './survey';
import { turnstile } from './turnstile';

export interface ImportDeps {
  readonly db: Queryable;
  readonly transact: Transact;
  readonly realtime: Realtime;
  readonly clock: Clock;
  readonly log: Log;
  readonly maxLines: number;
}

/** A file on disk that a user wants in a list. */
export interface ImportRequest extends SheetOptions {
  readonly companyId: CompanyId;
  readonly listId: ContactListId;
  readonly userId: UserId;
  readonly path: string;
  /** As the user calls it. */
  readonly fileName: string;
  readonly mapping: Mapping;
}

export interface ImportOutcome extends Survey {
  readonly sheet: Pick<Sheet, 'format' | 'encoding' | 'separator'>;
  /** Null for a dry run, which leaves no trace. */
  readonly importId: string | null;
}

/** Each holds a database connection until it ends; replies and lanes need theirs. */
const AT_ONCE = 2;
const LONGEST_FILE_NAME = 200;

export function importService({ db, transact, realtime, clock, log, maxLines }: ImportDeps) {
  const enter = turnstile(AT_ONCE);

  return {
    /** Every verdict as `run` would give it now, and nothing written. @throws NotFound, Invalid */
    dryRun: ({ companyId, listId, ...request }: ImportRequest): Promise<ImportOutcome> =>
      enter(async () => {
        await listViewOf(db, companyId, listId);
        const foresee = (numbers: readonly string[]) => importStore(db).foresee(companyId, listId, numbers);
        const sheet = await openSheet(request.path, request);
        const survey = await surveySheet(sheet, {
          mapping: request.mapping,
          withoutNumber: 'tell',
          maxLines,
          settle: async (items) => tallyOf(await foresee(items.map(({ number }) => number))),
          onProgress: () => undefined,
        });
        const open = survey.preview.filter(({ verdict }) => verdict === null);
        const verdicts = await foresee(open.map(({ number }) => number));
        const foreseen = new Map(open.map(({ line }, i) => [line, verdicts[i] ?? null]));
        const preview = survey.preview.map((seen) => ({ ...seen, verdict: seen.verdict ?? foreseen.get(seen.line) ?? null }));
        return { ...survey, preview, sheet, importId: null };
      }),

    /**
     * Puts the file's contacts into the list: all of them, or none when the file breaks on line 150,000 or this process dies.
     *
     * One transaction. It runs on a file that lies on disk, so no slow client holds it open; it takes 5 s for 200,000
     * lines, locks only this list against other writers, and a reader or a campaign sees the list before or after. Staging
     * the rows first would shorten the lock by little and write everything twice.
     * @throws NotFound, Invalid, Conflict (another import is writing to this list)
     */
    run: ({ companyId, listId, userId, ...request }: ImportRequest): Promise<ImportOutcome> =>
      enter(async () => {
        const list = await listViewOf(db, companyId, listId);
        const fileName = cleanLine(request.fileName, LONGEST_FILE_NAME);
        const sheet = await openSheet(request.path, request);
        const importId = randomUUID();
        const outcome = await transact(async (tx) => {
          if (!(await lockItems(tx, companyId, listId))) throw NotFound.of('Contact list');
          const survey = await surveySheet(sheet, {
            mapping: request.mapping,
            withoutNumber: 'refuse',
            maxLines,
            settle: (items, columns) => importStore(tx).write(companyId, listId, items, columns),
            onProgress: reportProgress(clock, sheet, fileName, (progress) =>
              realtime.publish(companyId, listChanged, { action: 'update', record: { ...list, import: progress } }),
            ),
          });
          await recordImport(tx, companyId, listId, { id: importId, userId, fileName, ...survey.tally, errors: survey.errors });
          await announceList(tx, companyId, 'update', listId);
          tx.emit(companyId, itemsReloaded(listId), { action: 'reload' });
          return survey;
        });
        log.info({ companyId, contactListId: listId, importId, ...outcome.tally }, 'contacts imported');
        return { ...outcome, sheet, importId };
      }),

    /** What was imported into the list, the latest first. @throws NotFound */
    async history(companyId: CompanyId, listId: ContactListId) {
      await listViewOf(db, companyId, listId);
      return importStore(db).history(companyId, listId);
    },

    /** The refused lines of an import. @throws NotFound */
    async errorsOf(companyId: CompanyId, listId: ContactListId, importId: string) {
      return found(await importStore(db).errorsOf(companyId, listId, importId), 'Import');
    },
  };
}

function tallyOf(verdicts: readonly KnownVerdict[]): BatchTally {
  const count = (wanted: KnownVerdict): number => verdicts.filter((verdict) => verdict === wanted).length;
  return { imported: count('imported'), updated: count('updated'), optOut: count('optOut') };
}
