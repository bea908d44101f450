import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useTexts } from '../../i18n/texts';
import { sessionTexts } from './session.texts';

/** Tells of Caps Lock while it is on: the usual reason why a right password is wrong. */
export function PasswordField(props: PasswordInputProps): ReactNode {
  const t = useTexts(sessionTexts);
  const [capsLock, setCapsLock] = useState(false);
  const look = (event: KeyboardEvent): void => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <PasswordInput
      label={t('password')}
      autoComplete="current-password"
      visibilityToggleButtonProps={{ 'aria-label': t('showPassword'), tabIndex: 0 }}
      onKeyUp={look}
      onKeyDown={look}
      description={<span role="status">{capsLock ? t('capsLock') : ''}</span>}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      {...props}
    />
  );
}
