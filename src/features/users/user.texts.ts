import { text, type ErrorTexts } from '../../platform/http/texts';

export const userTexts: ErrorTexts = {
  ERR_INVALID_CREDENTIALS: text('E-mail ou senha errados. Confira e tente de novo.', 'Wrong e-mail or password. Check them and try again.'),
  ERR_EMAIL_EXISTS: text('Já existe um usuário com este e-mail. Use outro.', 'There is a user of this e-mail already. Use another.'),
  ERR_OWN_USER: text('Você não pode excluir a si mesmo. Peça a outro administrador.', 'You cannot remove yourself. Ask another admin.'),
  unknown_company: text('Esta empresa não existe. Escolha uma da lista.', 'There is no such company. Choose one of the list.'),
  wrong_password: text('Informe a sua senha atual.', 'Give your current password.'),
};
