/** Where a rule's page is read on the web. The page itself is rules/docs/<rule-id>.md. */

const pages = 'https://github.com/ebpf-verdict/ebpf-verdict/blob/main/rules/docs';

/** The address of a rule's page. */
export function rulePage(id: string): string {
  return `${pages}/${id}.md`;
}
