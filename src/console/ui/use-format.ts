import { useMemo } from 'react';
import { useSession } from '../api/session';
import { useLanguage } from '../i18n/language';
import { formatter, type Format } from './format';

/** In the language of the person and the zone of the company. */
export function useFormat(): Format {
  const language = useLanguage();
  const { timezone } = useSession();
  return useMemo(() => formatter({ language, timeZone: timezone }), [language, timezone]);
}
