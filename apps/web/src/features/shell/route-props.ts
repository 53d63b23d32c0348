/** What the framework gives a page whose address ends with an id. */
export interface RecordPageProps {
  params: Promise<{ id: string }>;
}

/** What the framework gives a page that reads its query string. */
export interface SearchPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}
