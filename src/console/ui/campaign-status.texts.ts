/** The statuses of campaigns as people call them; several screens say them among their own words. */
export const campaignStatusWords = {
  INATIVA: { pt: 'Rascunho', en: 'Draft' },
  PROGRAMADA: { pt: 'Programada', en: 'Scheduled' },
  EM_ANDAMENTO: { pt: 'Em andamento', en: 'Running' },
  PAUSADA: { pt: 'Pausada', en: 'Paused' },
  CANCELADA: { pt: 'Cancelada', en: 'Cancelled' },
  FINALIZADA: { pt: 'Finalizada', en: 'Finished' },
} as const;
