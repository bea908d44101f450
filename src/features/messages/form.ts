import type { UploadRules } from '../../platform/http/upload';

/** As front ends of the family name it; the sizes are what WhatsApp takes. */
export const UPLOAD: UploadRules = { field: 'medias', maxBytes: 100 * 1_048_576, maxFiles: 10 };
