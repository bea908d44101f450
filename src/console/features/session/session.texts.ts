import { texts } from '../../i18n/texts';

export const sessionTexts = texts({
  title: { pt: 'Entrar', en: 'Log in' },
  welcome: { pt: 'Entre para continuar', en: 'Log in to go on' },
  email: { pt: 'E-mail', en: 'E-mail' },
  password: { pt: 'Senha', en: 'Password' },
  enter: { pt: 'Entrar', en: 'Log in' },
  missing: { pt: 'Preencha este campo.', en: 'Fill in this field.' },
  capsLock: { pt: 'Caps Lock está ligado.', en: 'Caps Lock is on.' },
  showPassword: { pt: 'Mostrar a senha', en: 'Show the password' },
  forgotten: { pt: 'Esqueceu a senha? Peça uma nova a um administrador da sua empresa.', en: 'Forgot the password? Ask an administrator of your company for a new one.' },
  endedTitle: { pt: 'Sua sessão terminou', en: 'Your session has ended' },
  endedText: { pt: 'Digite a senha para continuar de onde parou. Nada do que está na tela se perde.', en: 'Type your password to go on where you were. Nothing on the screen is lost.' },
  otherPerson: { pt: 'Entrar como outra pessoa', en: 'Log in as someone else' },
});
