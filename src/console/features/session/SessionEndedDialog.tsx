import { useState, type ReactNode } from 'react';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { access, logOut, useAccessState } from '../../api/session';
import { useTexts } from '../../i18n/texts';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { PasswordField } from './PasswordField';
import { sessionTexts } from './session.texts';
import { useLogIn } from './use-log-in';

/** Over the screen, which stays as it is: requests under way wait for the password and then go on. */
export function SessionEndedDialog(): ReactNode {
  const t = useTexts(sessionTexts);
  const ended = useAccessState() === 'ended';
  const email = access.person()?.email ?? '';
  const [password, setPassword] = useState('');
  const logIn = useLogIn();
  const enter = (): void => logIn.mutate({ email, password }, { onSuccess: () => setPassword('') });

  return (
    <Modal opened={ended} onClose={() => undefined} withCloseButton={false} closeOnClickOutside={false} closeOnEscape={false} title={t('endedTitle')} zIndex={1000}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          enter();
        }}
      >
        <Stack>
          <Text size="sm">{t('endedText')}</Text>
          <ProblemAlert error={logIn.error} />
          {/* For the browser's key ring, which looks for the name beside the password. */}
          <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
          <Text fw={600}>{email}</Text>
          <PasswordField data-autofocus value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
          <Group justify="space-between">
            <Button variant="subtle" color="gray" onClick={() => void logOut()}>
              {t('otherPerson')}
            </Button>
            <Button type="submit" loading={logIn.isPending} disabled={password === ''}>
              {t('enter')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
