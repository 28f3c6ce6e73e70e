/** HTML that may stand in a page as it is. */
export class SafeHtml {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A piece of HTML; what is put into it is text, unless it is HTML made the same way. */
export function html(
  pieces: TemplateStringsArray,
  ...values: (string | number | SafeHtml | SafeHtml[])[]
): SafeHtml {
  const filled = pieces.map((piece, index) => `${piece}${safe(values[index] ?? '')}`);
  return new SafeHtml(filled.join(''));
}

function safe(value: string | number | SafeHtml | SafeHtml[]): string {
  if (Array.isArray(value)) return value.map(({ text }) => text).join('');
  if (value instanceof SafeHtml) return value.text;
  return String(value).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
