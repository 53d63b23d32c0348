/** Answers kept at most, so that no flood of questions fills the memory. */
const KEPT = 1000;

/** A function that works out each answer once, and gives it again when it is asked the same. */
export function remembered<Question extends string, Answer>(
  answer: (question: Question) => Answer,
): (question: Question) => Answer {
  const answers = new Map<Question, Answer>();
  return (question) => {
    const known = answers.get(question);
    if (known !== undefined) return known;
    const found = answer(question);
    if (answers.size >= KEPT) answers.clear();
    answers.set(question, found);
    return found;
  };
}
