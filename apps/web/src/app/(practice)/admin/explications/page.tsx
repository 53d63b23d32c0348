import type { Metadata } from 'next';
import { requireAdmin } from '../../../../features/admin/access.ts';
import { ask } from '../../../../features/admin/explain/ask.ts';
import { ExplanationTable } from '../../../../features/admin/explain/explanation.tsx';
import { ExplanationViews } from '../../../../features/admin/explain/explanation-views.tsx';
import { readQuestion } from '../../../../features/admin/explain/question.ts';
import { QuestionForm } from '../../../../features/admin/explain/question-form.tsx';
import { findSubject } from '../../../../features/admin/explain/subject.ts';
import { membersOf } from '../../../../features/admin/people.ts';
import { typeName } from '../../../../features/admin/words.ts';
import type { SearchPageProps } from '../../../../features/shell/route-props.ts';
import { sessionClient } from '../../../../features/supabase/server.ts';

export const metadata: Metadata = { title: 'Qui serait prévenu\u202f?' };

export default async function ExplanationPage({ searchParams }: SearchPageProps) {
  const organisation = await requireAdmin();
  const supabase = await sessionClient();
  const written = readQuestion(await searchParams);
  const [subject, members] = await Promise.all([
    findSubject(supabase, written, organisation.id),
    membersOf(supabase, organisation.id),
  ]);
  const asked = { ...written, patient: subject.patient?.id ?? null };
  const { type } = asked;
  // A name that is not one patient's is a question that is not finished.
  const answer = type && !subject.found ? await ask(supabase, { ...asked, type }, organisation) : null;

  return (
    <>
      <ExplanationViews organisation={organisation.name} current="question" />
      <QuestionForm asked={asked} subject={subject} members={members} error={answer?.error ?? null} />
      {type && answer?.explanation && (
        <ExplanationTable
          title={`Si «\u00a0${typeName(type)}\u00a0» arrivait maintenant`}
          explanation={answer.explanation}
          timeZone={organisation.timezone}
        />
      )}
    </>
  );
}
