/** The door of tenants. */
import type { Feature } from '../../platform/feature';
import { text, type ErrorTexts } from '../../platform/http/texts';
import type { Queryable } from '../../platform/transact';
import { companyRoutes } from './company.routes';

export { companyStore, type CompanyRow } from './company.store';

const texts: ErrorTexts = {
  unknown_timezone: text('Informe um fuso da lista IANA, como America/Sao_Paulo.', 'Give a zone of the IANA list, such as America/Sao_Paulo.'),
};

export function createCompanies({ db }: { readonly db: Queryable }): Feature {
  return { routes: companyRoutes(db), texts };
}
