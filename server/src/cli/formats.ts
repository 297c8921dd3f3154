/** The formats that a report may have, for every command that writes one. */

export const formatNames = ['pretty', 'concise', 'json', 'sarif', 'github'] as const;
export type Format = (typeof formatNames)[number];
