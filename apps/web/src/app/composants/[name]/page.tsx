import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { guideNames } from '../../../features/components-guide/guide.ts';
import { GuidePage } from '../../../features/components-guide/guide-page.tsx';
import { guides } from '../../../features/components-guide/guides.ts';

interface Props {
  params: Promise<{ name: string }>;
}

const known = async ({ params }: Props) => {
  const { name } = await params;
  return guideNames.find((one) => one === name) ?? notFound();
};

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: guides[await known(props)].title };
}

export default async function ComponentPage(props: Props) {
  return <GuidePage name={await known(props)} />;
}
