/** Data of class 3: personal data belong to it since October 2024. */
export const IMPORTANT: readonly string[] = ['confidential-3a', 'confidential-3b', 'confidential-3c', 'personal']
