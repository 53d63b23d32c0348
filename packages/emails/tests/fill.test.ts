import { describe, expect, it } from 'vitest';
import { fill } from '../../../supabase/functions/_shared/fill.ts';

const text = (value: string) =>
  fill({ html: '<p title="{{a}}">{{a}}</p>', text: '{{a}}' }, { a: 'text' }, { a: value });

describe('a text', () => {
  it('is escaped in HTML, in an element and in an attribute, and kept as it is in plain text', () => {
    expect(text('<b onload="x">Q&A</b>')).toEqual({
      html: `<p title="${'&lt;b onload=&quot;x&quot;&gt;Q&amp;A&lt;/b&gt;'}">${'&lt;b onload=&quot;x&quot;&gt;Q&amp;A&lt;/b&gt;'}</p>`,
      text: '<b onload="x">Q&A</b>',
    });
  });

  it('keeps its apostrophes, so that the words of a button can be found in the source', () => {
    expect(text("Voir l'alerte").html).toContain(">Voir l'alerte<");
  });

  it('is never read as a template, nor as a replacement pattern', () => {
    for (const value of ['{{a}}', '{{b}}', '$&', '$1', "$'"]) expect(text(value).text).toBe(value);
  });
});

describe('a template', () => {
  it('that was filled before is filled anew, with nothing left of the last time', () => {
    const template = { html: '{{a}}, {{b}}, {{a}}.', text: '{{b}}' };
    const put = (a: string, b: string) => fill(template, { a: 'text', b: 'text' }, { a, b });
    expect(put('1', '2')).toEqual({ html: '1, 2, 1.', text: '2' });
    expect(put('3', '4')).toEqual({ html: '3, 4, 3.', text: '4' });
  });

  it('keeps what stands around its placeholders', () => {
    const alone = (html: string) => fill({ html, text: '' }, { a: 'text' }, { a: 'x' }).html;
    expect(['', 'words', '{{a}}', '{{a}}{{a}}', ' {{a}} ', '{ {{a}} }'].map(alone)).toEqual([
      ...['', 'words', 'x', 'xx', ' x ', '{ x }'],
    ]);
  });
});

describe('a placeholder', () => {
  const two = { html: '{{a}} {{b}}', text: '{{a}}' };

  it('without a value is an error that names it, not a hole', () => {
    // @ts-expect-error the types ask for it too
    expect(() => fill(two, { a: 'text', b: 'text' }, { a: 'x' })).toThrow('placeholder b: no value');
    expect(() => fill(two, { a: 'text', b: 'text' }, { a: 'x', b: '' })).toThrow('placeholder b: no value');
  });

  it('that the template does not have is an error that names it', () => {
    const kinds: Record<string, 'text'> = { a: 'text', b: 'text' };
    expect(() => fill(two, kinds, { a: 'x', b: 'x', c: 'x' })).toThrow(
      'placeholder c: the template has none',
    );
  });

  it('that the template uses without declaring it is an error that names it', () => {
    expect(() => fill(two, { a: 'text' }, { a: 'x' })).toThrow('placeholder b: the template uses it');
  });

  it('is not found on the prototype of an object', () => {
    const template = { html: '{{constructor}}', text: '' };
    expect(() => fill(template, {}, {})).toThrow('placeholder constructor');
    const kinds = Object.fromEntries([['constructor', 'text' as const]]);
    expect(() => fill(template, kinds, {})).toThrow('placeholder constructor: no value');
  });
});

describe('an address', () => {
  const link = (value: string) =>
    fill({ html: '<a href="{{u}}">', text: '{{u}}' }, { u: 'url' }, { u: value });

  it('is escaped for the attribute it stands in', () => {
    expect(link('https://cassius.test/?a=1&b="x"').html).toBe(
      '<a href="https://cassius.test/?a=1&amp;b=&quot;x&quot;">',
    );
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    '/preferences',
    '//cassius.test',
    'https://',
    'https://a b',
    'https://a\nb',
  ])('is refused when it is %j', (value) => {
    expect(() => link(value)).toThrow('placeholder u: expected an http(s) address');
  });
});

describe('a colour', () => {
  it.each(['red', '#fff', '#12345g', '#123456;background:url(x)'])('is refused when it is %j', (value) => {
    const template = { html: '<i style="color:{{c}}">', text: '' };
    expect(() => fill(template, { c: 'colour' }, { c: value })).toThrow('placeholder c: expected #rrggbb');
  });
});

describe('a list of fragments', () => {
  const list = { html: '<ul>{{items}}</ul>', text: '{{items}}' };

  it('stands one after the other in HTML, and one a line in plain text', () => {
    const item = (value: string) =>
      fill({ html: '<li>{{v}}</li>', text: '- {{v}}' }, { v: 'text' }, { v: value });
    expect(fill(list, { items: 'items' }, { items: [item('a<b'), item('c')] })).toEqual({
      html: '<ul><li>a&lt;b</li><li>c</li></ul>',
      text: '- a<b\n- c',
    });
  });

  it('cannot be a text, which would reach the HTML unescaped', () => {
    // @ts-expect-error the types refuse it too
    expect(() => fill(list, { items: 'items' }, { items: '<b>' })).toThrow(
      'placeholder items: expected a list',
    );
    // @ts-expect-error the types refuse it too
    expect(() => fill(list, { items: 'items' }, { items: ['<b>'] })).toThrow(
      'placeholder items: expected a list',
    );
  });
});
