import type { Metadata } from 'next';
import { env } from '../../env.ts';
import { DemoAccounts } from '../../features/auth/demo-accounts.tsx';
import { safePath } from '../../features/auth/safe-path.ts';
import { SignInForm } from '../../features/auth/sign-in-form.tsx';
import { Logo } from '../../features/shell/logo.tsx';
import type { SearchPageProps } from '../../features/shell/route-props.ts';
import styles from './page.module.css';

export const metadata: Metadata = { title: 'Connexion' };

export default async function SignInPage({ searchParams }: SearchPageProps) {
  const next = safePath((await searchParams).suite);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Logo />
        <h1 className={styles.title}>Connexion</h1>
        <p className={styles.lead}>Le suivi de vos implants, et l’alerte au bon moment.</p>
        <SignInForm next={next} />
      </div>
      {env().DEMO === '1' && <DemoAccounts />}
    </main>
  );
}
