/**
 * The HTML of an email as the inbox frames it: links open in a new tab. The base element goes inside the
 * head when there is one, so that the document's doctype stays first.
 */
export function emailDocument(html: string): string {
  const base = '<base target="_blank">';
  const head =
    /<head(\s[^>]*)?>/i.exec(html) ?? /<html(\s[^>]*)?>/i.exec(html) ?? /<!doctype[^>]*>/i.exec(html);
  if (!head) return base + html;
  const end = head.index + head[0].length;
  return html.slice(0, end) + base + html.slice(end);
}
