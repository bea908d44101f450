/** The door of contacts: people, lists of them, the files they come from, and who asked not to be written to. */
import type { Clock } from '../../kernel/clock';
import type { Log } from '../../kernel/log';
import type { Feature } from '../../platform/feature';
import type { Realtime } from '../../platform/realtime/realtime';
import type { Queryable, Transact } from '../../platform/transact';
import { contactRoutes } from './contact.routes';
import { contactService } from './contact.service';
import { contactTexts } from './contact.texts';
import { importRoutes } from './import/import.routes';
import { importService } from './import/import.service';
import { itemRoutes } from './item.routes';
import { itemService } from './item.service';
import { listRoutes } from './list.routes';
import { listService } from './list.service';
import { optOutRoutes } from './opt-out.routes';

export { audienceStore, type ListItem } from './audience.store';
export { optOutOnMessage } from './opt-out.service';
export { matchKey, parsePhone, type Phone, type PhoneFault, type PhoneVerdict } from './phone.rules';
export { phone } from './phone.schema';
export { searchPattern } from './search';

export interface ContactsDeps {
  readonly db: Queryable;
  readonly transact: Transact;
  /** Import progress is told while the transaction is still open. */
  readonly realtime: Realtime;
  readonly clock: Clock;
  readonly log: Log;
  /** Of one file. */
  readonly imports: { readonly maxBytes: number; readonly maxLines: number };
}

export interface ContactsDoor extends Feature {
  /** What the importer does, without HTTP: for benchmarks. */
  readonly imports: ReturnType<typeof importService>;
}

export function createContacts(deps: ContactsDeps): ContactsDoor {
  const imports = importService({ ...deps, maxLines: deps.imports.maxLines });
  return {
    imports,
    texts: contactTexts,
    routes: [
      ...contactRoutes(contactService(deps)),
      // Before the routes of one list, whose address would match theirs.
      ...importRoutes(imports, deps.imports),
      ...listRoutes(listService(deps)),
      ...itemRoutes(itemService(deps)),
      ...optOutRoutes(deps.db),
    ],
  };
}
