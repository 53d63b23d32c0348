import { notFound, redirect } from 'next/navigation';
import { adminHome } from '../../../features/admin/access.ts';

export default async function AdminPage() {
  const home = await adminHome();
  redirect((home ?? notFound()).href);
}
