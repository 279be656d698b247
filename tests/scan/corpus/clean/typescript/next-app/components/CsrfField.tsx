import { getCsrfToken } from 'next-auth/react';
import type { GetServerSidePropsContext, InferGetServerSidePropsType } from 'next';

type Props = InferGetServerSidePropsType<typeof getServerSideProps>;

export default function SignIn({ csrfToken }: Props) {
  return (
    <form method="post" action="/api/auth/callback/credentials">
      <input name="csrfToken" type="hidden" defaultValue={csrfToken} />
      <label htmlFor="password">Password</label>
      <input name="password" type="password" placeholder="••••••••" autoComplete="current-password" />
      <input name="totpSecret" type="text" placeholder="secret" data-testid="secret-input" />
      <button type="submit" id="submit-token">Sign in</button>
    </form>
  );
}

export async function getServerSideProps(context: GetServerSidePropsContext) {
  return { props: { csrfToken: await getCsrfToken(context) } };
}
