import { useMutation } from '@tanstack/react-query';
import { logIn } from '../../api/session';

export const useLogIn = () => useMutation({ mutationFn: ({ email, password }: { email: string; password: string }) => logIn(email, password) });
