import type { ReactNode } from 'react';
import { Button, Center, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Navigate, useSearchParams } from 'react-router';
import { useAccessState } from '../../api/session';
import { useTexts } from '../../i18n/texts';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { PRODUCT } from '../../ui/product';
import { PasswordField } from './PasswordField';
import { sessionTexts } from './session.texts';
import { useLogIn } from './use-log-in';

/** Only addresses of this console: `//elsewhere` would be another site. */
const safe = (next: string | null): string => (next !== null && /^\/(?![/\\])/.test(next) ? next : '/');

/** @param corner the choices that need no session: language, colours */
export function LoginPage({ corner }: { readonly corner: ReactNode }): ReactNode {
  const t = useTexts(sessionTexts);
  const state = useAccessState();
  const [search] = useSearchParams();
  const logIn = useLogIn();
  const missing = (value: string): string | null => (value.trim() === '' ? t('missing') : null);
  const form = useForm({ initialValues: { email: '', password: '' }, validate: { email: missing, password: missing } });

  if (state === 'in') return <Navigate to={safe(search.get('next'))} replace />;
  return (
    <Center component="main" mih="100dvh" p="md">
      <title>{`${t('title')} · ${PRODUCT}`}</title>
      <Stack w="100%" maw={400} gap="lg">
        <Stack gap={4} align="center">
          <img src="/icon.svg" alt="" width={48} height={48} />
          <Title order={1} size="h2">
            {PRODUCT}
          </Title>
          <Text c="dimmed">{t('welcome')}</Text>
        </Stack>
        <Paper withBorder p="lg" component="form" noValidate onSubmit={form.onSubmit((values) => logIn.mutate(values))}>
          <Stack>
            <ProblemAlert error={logIn.error} />
            <TextInput label={t('email')} type="email" autoComplete="username" autoFocus {...form.getInputProps('email')} />
            <PasswordField {...form.getInputProps('password')} />
            <Button type="submit" loading={logIn.isPending} fullWidth>
              {t('enter')}
            </Button>
          </Stack>
        </Paper>
        <Text size="sm" c="dimmed" ta="center">
          {t('forgotten')}
        </Text>
        <Group justify="center">{corner}</Group>
      </Stack>
    </Center>
  );
}
