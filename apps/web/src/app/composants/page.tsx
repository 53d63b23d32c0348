import type { Metadata } from 'next';
import { GuideIndex } from '../../features/components-guide/guide-index.tsx';

export const metadata: Metadata = { title: 'Composants' };

export default function GuideIndexPage() {
  return <GuideIndex />;
}
