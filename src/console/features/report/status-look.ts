import { IconAlertTriangle, IconBan, IconCheck, IconChecks, IconClock, IconEye, IconHelpCircle, IconMessageReply, IconSend, IconUserOff } from '@tabler/icons-react';
import type { StatusLook } from '../../ui/StatusChip';
import type { Status } from './report.rules';

export const STATUS_LOOKS: Readonly<Record<Status, StatusLook>> = {
  pending: { color: 'gray', icon: IconClock },
  sending: { color: 'squad', icon: IconSend },
  sent: { color: 'cyan', icon: IconCheck },
  delivered: { color: 'teal', icon: IconChecks },
  read: { color: 'green', icon: IconEye },
  replied: { color: 'grape', icon: IconMessageReply },
  failed: { color: 'red', icon: IconAlertTriangle },
  skipped: { color: 'orange', icon: IconUserOff },
  unknown: { color: 'yellow', icon: IconHelpCircle },
  cancelled: { color: 'gray', icon: IconBan },
};
