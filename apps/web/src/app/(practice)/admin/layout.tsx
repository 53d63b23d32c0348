import type { ReactNode } from 'react';
import { accessOf } from '../../../features/admin/access.ts';
import { AdminNav } from '../../../features/admin/admin-nav.tsx';

/** Each page checks who may see it: this only leads from one to the other. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const access = await accessOf();
  return (
    <>
      {access && <AdminNav access={access} />}
      {children}
    </>
  );
}
