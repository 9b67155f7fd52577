// eslint-disable-next-line no-control-regex -- control characters are what is looked for: XML 1.0 has no place for them, escaped or not (section 2.2)
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** Text that an XML document can hold: what it cannot becomes U+FFFD. */
export const xmlText = (text: string): string => text.toWellFormed().replace(NO_XML, '\ufffd')
