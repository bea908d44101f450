import type { ReactNode } from 'react';
import { Alert } from '@mantine/core';
import { IconFileAlert } from '@tabler/icons-react';
import { isProblem } from '../../api/problem';
import { useLanguage } from '../../i18n/language';
import { useTexts } from '../../i18n/texts';
import { fileSize } from './file-size.rules';
import { importTexts } from './import.texts';
import { FileChanged } from './readable-file';

/** What some proxy before the server says to a large file; the server itself says it with 422, naming its limit. */
const TOO_LARGE = 413;

/** What the server finds in the file, in the words of the person. */
const faultsIn = (error: unknown): string => (isProblem(error) && error.status === 422 ? error.faults.map(({ message }) => message).join(' ') : '');

/** What this machine, somebody on the way or the server has against the file itself: the same again would change nothing. */
export const isFileProblem = (error: unknown): boolean => error instanceof FileChanged || faultsIn(error) !== '' || (isProblem(error) && error.status === TOO_LARGE);

export function FileProblem({ error, file }: { readonly error: unknown; readonly file: File }): ReactNode {
  const t = useTexts(importTexts);
  const language = useLanguage();
  const text = error instanceof FileChanged ? t('changed') : faultsIn(error) || t('tooLargeProxy', { size: fileSize(file.size, language) });
  return <FileAlert text={text} />;
}

export function FileAlert({ text }: { readonly text: string }): ReactNode {
  const t = useTexts(importTexts);
  return (
    <Alert color="red" variant="light" icon={<IconFileAlert aria-hidden />} title={t('notUsable')} role="alert">
      {text}
    </Alert>
  );
}
